import { resolve } from 'node:path';
import { z } from 'zod';
import type { Decimal } from '#kernel/decimal.ts';
import type { MailServer } from '#mail/mailer.ts';
import type { MailSender } from '#mail/outgoing-mail.ts';
import * as fields from './config-fields.ts';
import { defaultSender, mailSender, mailServer } from './config-mail.ts';

/** The settings of one process, read once at its start. README.md has them as a table. */
export interface Config {
  /** 0: any free port. */
  readonly port: number;
  readonly host: string;
  /** Where people reach Rappen, without a slash at the end; undefined: at host and port. */
  readonly publicUrl: string | undefined;
  /** The owner's connection; undefined: the embedded server. */
  readonly databaseUrl: string | undefined;
  /** The application role's connection; undefined: Rappen makes the role itself. */
  readonly databaseAppUrl: string | undefined;
  /** Absolute. */
  readonly dataDirectory: string;
  readonly adminEmail: string | undefined;
  readonly adminPassword: string | undefined;
  /** By provider name; every provider that was asked about is there. */
  readonly providers: Readonly<Record<string, ProviderConfig>>;
  /** The first exchange rate. */
  readonly chfPerUsd: Decimal | undefined;
  /** Parts per million: 50 % is 500,000. */
  readonly markupPpm: number;
  readonly logLevel: string;
  /** Points a minute; 0: no limit. */
  readonly rateLimits: {
    readonly callsPerMinute: number;
    readonly apiPerMinute: number;
    readonly failedPerMinute: number;
  };
  /** Proxies whose `x-forwarded-for` is believed. */
  readonly trustedProxies: readonly string[];
  /** Undefined: generated, and kept in the data directory. */
  readonly sessionSecret: string | undefined;
  /** Undefined: no single sign-on. */
  readonly oidc: OidcConfig | undefined;
  /** Undefined: mails are kept for the operator to read. */
  readonly mailServer: MailServer | undefined;
  /** Default: `rappen@` the host of `publicUrl`. */
  readonly mailFrom: MailSender;
  /** Neither a database nor a provider's key is set: the providers are simulated. */
  readonly isDemo: boolean;
}

export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** On the button. */
  readonly name: string;
}

export interface ProviderConfig {
  /** Undefined: the provider is not offered. */
  readonly apiKey: string | undefined;
  /** Undefined: the provider's own. */
  readonly baseUrl: string | undefined;
}

/** Settings that are missing or wrong, all of them. The message names each, and repeats no value. */
export class ConfigError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(['Rappen cannot start, because settings are wrong:', ...faults].join('\n  '));
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

const SETTINGS = z.object({
  PORT: fields.port.default(8080),
  HOST: fields.hostName.default('127.0.0.1'),
  PUBLIC_URL: fields.baseUrl,
  DATABASE_URL: fields.postgresUrl,
  DATABASE_APP_URL: fields.postgresUrl,
  DATA_DIR: fields.directory.default('data'),
  ADMIN_EMAIL: fields.email,
  ADMIN_PASSWORD: fields.password,
  USD_CHF: fields.exchangeRate,
  MARKUP_PERCENT: fields.percentAsPpm.default(500_000),
  RATE_LIMIT_CALLS_PER_MINUTE: fields.perMinute.default(6_000),
  RATE_LIMIT_API_PER_MINUTE: fields.perMinute.default(600),
  RATE_LIMIT_FAILED_PER_MINUTE: fields.perMinute.default(300),
  TRUSTED_PROXIES: fields.addressList,
  LOG_LEVEL: fields.logLevel.default('info'),
  SESSION_SECRET: fields.secret,
  OIDC_ISSUER: fields.issuer,
  OIDC_CLIENT_ID: fields.clientText,
  OIDC_CLIENT_SECRET: fields.clientText,
  OIDC_NAME: fields.label,
  SMTP_URL: mailServer,
  MAIL_FROM: mailSender,
});

const PROVIDER_SETTINGS = z.object({ API_KEY: fields.apiKey, BASE_URL: fields.baseUrl });

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the environment (`process.env`). Each provider adds `<NAME>_API_KEY` and `<NAME>_BASE_URL`. An empty text
 * counts as absent. Throws one `ConfigError` that lists every fault.
 */
export function loadConfig(environment: Environment, providerNames: readonly string[]): Config {
  const present = Object.fromEntries(Object.entries(environment).filter(([, text]) => text !== ''));
  const common = SETTINGS.safeParse(present);
  const providers = providerNames.map((name) => readProvider(name, present));
  const isAppUrlAlone = present.DATABASE_APP_URL !== undefined && present.DATABASE_URL === undefined;
  const faults = [
    ...faultsOf('', common.error),
    ...(isAppUrlAlone ? ['DATABASE_APP_URL: is of use only together with DATABASE_URL'] : []),
    ...missingOidcSettings(present),
    ...providers.flatMap(({ faults }) => faults),
  ];
  if (faults.length > 0 || !common.success) throw new ConfigError(faults);
  const settings = Object.fromEntries(providers.map(({ name, settings }) => [name, settings]));
  return assemble(common.data, settings);
}

function assemble(common: z.output<typeof SETTINGS>, providers: Record<string, ProviderConfig>): Config {
  const hasProviderKey = Object.values(providers).some(({ apiKey }) => apiKey !== undefined);
  return Object.freeze({
    port: common.PORT,
    host: common.HOST,
    publicUrl: common.PUBLIC_URL,
    databaseUrl: common.DATABASE_URL,
    databaseAppUrl: common.DATABASE_APP_URL,
    dataDirectory: resolve(common.DATA_DIR),
    adminEmail: common.ADMIN_EMAIL,
    adminPassword: common.ADMIN_PASSWORD,
    providers: Object.freeze(providers),
    chfPerUsd: common.USD_CHF,
    markupPpm: common.MARKUP_PERCENT,
    logLevel: common.LOG_LEVEL,
    rateLimits: Object.freeze({
      callsPerMinute: common.RATE_LIMIT_CALLS_PER_MINUTE,
      apiPerMinute: common.RATE_LIMIT_API_PER_MINUTE,
      failedPerMinute: common.RATE_LIMIT_FAILED_PER_MINUTE,
    }),
    trustedProxies: Object.freeze(common.TRUSTED_PROXIES ?? []),
    sessionSecret: common.SESSION_SECRET,
    oidc: oidcOf(common),
    mailServer: common.SMTP_URL,
    mailFrom: common.MAIL_FROM ?? defaultSender(common.PUBLIC_URL),
    isDemo: common.DATABASE_URL === undefined && !hasProviderKey,
  });
}

const OIDC_NAMES = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_NAME'] as const;

/** All or none; and the issuer sends people back to an address that it has been told. */
function missingOidcSettings(present: Environment): string[] {
  if (OIDC_NAMES.every((name) => present[name] === undefined)) return [];
  return [...OIDC_NAMES, 'PUBLIC_URL']
    .filter((name) => present[name] === undefined)
    .map((name) => `${name}: is required for single sign-on`);
}

function oidcOf(common: z.output<typeof SETTINGS>): OidcConfig | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId } = common;
  const { OIDC_CLIENT_SECRET: clientSecret, OIDC_NAME: name } = common;
  if (!issuer || !clientId || !clientSecret || !name) return undefined;
  return Object.freeze({ issuer, clientId, clientSecret, name });
}

function readProvider(name: string, environment: Environment) {
  const prefix = `${name.toUpperCase().replaceAll('-', '_')}_`;
  const { data, error } = PROVIDER_SETTINGS.safeParse({
    API_KEY: environment[`${prefix}API_KEY`],
    BASE_URL: environment[`${prefix}BASE_URL`],
  });
  const settings: ProviderConfig = Object.freeze({ apiKey: data?.API_KEY, baseUrl: data?.BASE_URL });
  return { name, settings, faults: faultsOf(prefix, error) };
}

function faultsOf(prefix: string, error: z.ZodError | undefined): string[] {
  return (error?.issues ?? []).map(({ path, message }) => `${prefix}${path.join('.')}: ${message}`);
}
