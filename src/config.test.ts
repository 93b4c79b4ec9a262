import { resolve } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDecimal } from '#kernel/decimal.ts';
import { type Config, ConfigError, loadConfig } from './config.ts';

const PROVIDERS = ['anthropic', 'openai'];
const load = (environment: Record<string, string>) => loadConfig(environment, PROVIDERS);

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    load(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

test('nothing set: demo mode, embedded database, loopback', () => {
  expect(load({})).toEqual({
    port: 8080,
    host: '127.0.0.1',
    publicUrl: undefined,
    databaseUrl: undefined,
    databaseAppUrl: undefined,
    dataDirectory: resolve('data'),
    adminEmail: undefined,
    adminPassword: undefined,
    providers: {
      anthropic: { apiKey: undefined, baseUrl: undefined },
      openai: { apiKey: undefined, baseUrl: undefined },
    },
    chfPerUsd: undefined,
    markupPpm: 500_000,
    logLevel: 'info',
    rateLimits: { callsPerMinute: 6_000, apiPerMinute: 600, failedPerMinute: 300 },
    trustedProxies: [],
    sessionSecret: undefined,
    oidc: undefined,
    mailServer: undefined,
    mailFrom: { name: undefined, address: 'rappen@localhost' },
    isDemo: true,
  } satisfies Config);
});

test('an empty text counts as absent', () => {
  const empty = { PORT: '', DATABASE_URL: '', ANTHROPIC_API_KEY: '', OPENAI_BASE_URL: '', USD_CHF: '' };
  expect(load(empty)).toEqual(load({}));
});

test.each([
  [{ DATABASE_URL: 'postgresql://rappen:pw@db/rappen' }, false],
  [{ OPENAI_API_KEY: 'sk-1' }, false],
  [{ OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' }, true],
  [{ PERPLEXITY_API_KEY: 'a provider that nobody asked about' }, true],
])('demo mode ends with a database or a key: %o', (environment, isDemo) => {
  expect(load(environment as Record<string, string>).isDemo).toBe(isDemo);
});

test('a new provider has its settings without a change here', () => {
  const environment = { NEW_ONE_API_KEY: 'k', NEW_ONE_BASE_URL: 'https://ai.example/v1/' };
  const { providers } = loadConfig(environment, ['new-one']);
  expect(providers).toEqual({ 'new-one': { apiKey: 'k', baseUrl: 'https://ai.example/v1' } });
});

test('the result cannot be changed', () => {
  const config = load({});
  expect(() => Object.assign(config, { port: 1 })).toThrow(TypeError);
  expect(() => Object.assign(config.providers, { openai: {} })).toThrow(TypeError);
  expect(() => Object.assign(config.providers.openai ?? {}, { apiKey: 'x' })).toThrow(TypeError);
});

test('all faults at once, in one message', () => {
  const environment = { PORT: '70000', USD_CHF: '0', OPENAI_API_KEY: 'two words', LOG_LEVEL: 'loud' };
  const faults = faultsOf(environment);
  expect(faults.map((fault) => fault.split(':')[0])).toEqual([
    'PORT',
    'USD_CHF',
    'LOG_LEVEL',
    'OPENAI_API_KEY',
  ]);
  expect(() => load(environment)).toThrow(faults.join('\n  '));
});

test.each([
  ['PORT', '-1'],
  ['PORT', '80.5'],
  ['PORT', '0x50'],
  ['HOST', 'a b'],
  ['PUBLIC_URL', 'rappen.example'],
  ['DATABASE_URL', 'mysql://db/rappen'],
  ['DATABASE_URL', 'postgresql://'.concat('[')],
  ['DATABASE_APP_URL', 'postgresql://app@db/rappen'],
  ['ADMIN_EMAIL', 'admin'],
  ['ADMIN_PASSWORD', 'short'],
  ['ADMIN_PASSWORD', 'x'.repeat(1025)],
  ['SESSION_SECRET', 'short'],
  ['ADMIN_EMAIL', 'admin@localhost'],
  ['ANTHROPIC_API_KEY', 'key\nx-injected: 1'],
  ['ANTHROPIC_BASE_URL', 'ftp://ai.example'],
  ['ANTHROPIC_BASE_URL', 'https://user:pw@ai.example'],
  ['ANTHROPIC_BASE_URL', 'https://ai.example/v1?key=1'],
  ['ANTHROPIC_BASE_URL', 'https://ai.example/v1#x'],
  ['ANTHROPIC_BASE_URL', 'file:///etc/passwd'],
  ['ANTHROPIC_BASE_URL', ' https://ai.example'],
  ['USD_CHF', '-0.8'],
  ['USD_CHF', '0.000'],
  ['USD_CHF', '8e-1'],
  ['USD_CHF', 'NaN'],
  ['USD_CHF', '1000'],
  ['USD_CHF', '0,80'],
  ['MARKUP_PERCENT', '-1'],
  ['MARKUP_PERCENT', '50.00001'],
  ['MARKUP_PERCENT', '1000.0001'],
  ['MARKUP_PERCENT', '50%'],
  ['RATE_LIMIT_CALLS_PER_MINUTE', '-1'],
  ['RATE_LIMIT_API_PER_MINUTE', '1e3'],
  ['RATE_LIMIT_FAILED_PER_MINUTE', '1000001'],
  ['TRUSTED_PROXIES', 'proxy.example'],
  ['TRUSTED_PROXIES', '10.0.0.0/0'],
  ['TRUSTED_PROXIES', '10.0.0.1,'],
])('%s=%j is refused', (name, text) => {
  expect(faultsOf({ [name]: text })).toEqual([expect.stringMatching(`^${name}: `)]);
});

test('proxies that are believed: addresses and ranges', () => {
  const { trustedProxies } = load({ TRUSTED_PROXIES: '10.0.0.1, 192.168.0.0/16,fd00::/8' });
  expect(trustedProxies).toEqual(['10.0.0.1', '192.168.0.0/16', 'fd00::/8']);
});

const OIDC = {
  OIDC_ISSUER: 'https://login.example/realms/muster/',
  OIDC_CLIENT_ID: 'rappen',
  OIDC_CLIENT_SECRET: 'of-the-client',
  OIDC_NAME: 'Muster Login',
  PUBLIC_URL: 'https://rappen.example',
};

test('single sign-on needs all of its settings', () => {
  expect(load(OIDC).oidc).toEqual({
    issuer: 'https://login.example/realms/muster',
    clientId: 'rappen',
    clientSecret: 'of-the-client',
    name: 'Muster Login',
  });
  expect(faultsOf({ OIDC_NAME: 'Muster Login' })).toEqual([
    'OIDC_ISSUER: is required for single sign-on',
    'OIDC_CLIENT_ID: is required for single sign-on',
    'OIDC_CLIENT_SECRET: is required for single sign-on',
    'PUBLIC_URL: is required for single sign-on',
  ]);
});

test.each([
  ['OIDC_ISSUER', 'http://login.example'],
  ['OIDC_ISSUER', 'login.example'],
  ['OIDC_CLIENT_ID', 'two words'],
  ['OIDC_CLIENT_SECRET', 'line\nbreak'],
  ['OIDC_NAME', 'x'.repeat(61)],
])('single sign-on with %s=%j is refused', (name, text) => {
  expect(faultsOf({ ...OIDC, [name]: text })).toEqual([expect.stringMatching(`^${name}: `)]);
});

test('an issuer on this machine needs no TLS', () => {
  expect(load({ ...OIDC, OIDC_ISSUER: 'http://127.0.0.1:9000' }).oidc?.issuer).toBe('http://127.0.0.1:9000');
});

test('numbers are exact', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000_000 }), (ppm) => {
      const percent = formatDecimal({ coefficient: BigInt(ppm), scale: 4 });
      expect(load({ MARKUP_PERCENT: percent }).markupPpm).toBe(ppm);
    }),
  );
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 23n - 1n }), (coefficient) => {
      const text = formatDecimal({ coefficient, scale: 20 });
      const rate = load({ USD_CHF: text }).chfPerUsd;
      expect(rate && formatDecimal(rate)).toBe(text);
    }),
  );
});

test('whatever is set, the result is a config or one list of faults that repeats no value', () => {
  const names = [
    'PORT',
    'DATABASE_URL',
    'ADMIN_PASSWORD',
    'OPENAI_API_KEY',
    'OPENAI_BASE_URL',
    'SESSION_SECRET',
    'USD_CHF',
  ];
  const settings = fc.dictionary(fc.constantFrom(...names), fc.string({ minLength: 8 }));
  fc.assert(
    fc.property(settings, (environment) => {
      for (const fault of faultsOf(environment)) {
        for (const text of Object.values(environment)) expect(fault).not.toContain(text);
      }
    }),
  );
});
