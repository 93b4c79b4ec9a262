import { isIP } from 'node:net';
import { z } from 'zod';
import { type Decimal, parseDecimal } from '#kernel/decimal.ts';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '#kernel/password-length.ts';

/** Readers of single settings. None repeats the value in its message: it may be a secret. */

/** One setting: `read` gives undefined for a wrong text, and then `problem` says what a right one is. */
export function setting<Value>(read: (text: string) => Value | undefined, problem: string) {
  return z
    .string()
    .transform((text, context): Value => {
      const value = read(text);
      if (value !== undefined) return value;
      context.addIssue({ code: 'custom', message: problem });
      return z.NEVER;
    })
    .optional();
}

export const port = setting((text) => {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return value <= 65_535 ? value : undefined;
}, 'must be a whole number from 0 to 65535');

/** How often something may be done; 0: no limit. */
export const perMinute = setting((text) => {
  const value = /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN;
  return value <= 1_000_000 ? value : undefined;
}, 'must be a whole number from 0 to 1000000 (0: no limit)');

/** Addresses and ranges of proxies. */
export const addressList = setting((text) => {
  const addresses = text.split(',').map((address) => address.trim());
  return addresses.every(isAddressRange) ? addresses : undefined;
}, 'must be IP addresses or ranges with commas between them, such as 10.0.0.5,192.168.0.0/24');

export const hostName = setting(
  (text) => (/^[\w.:%-]{1,253}$/.test(text) ? text : undefined),
  'must be a host name or an IP address',
);

/** Without the slashes at its end. */
export const baseUrl = setting(
  readBaseUrl,
  'must be an http or https address without user, password, query and fragment',
);

export const postgresUrl = setting(
  (text) => (/^postgres(ql)?:\/\//.test(text) && URL.canParse(text) ? text : undefined),
  'must be an address such as postgresql://user:password@host:5432/database',
);

export const directory = setting(
  (text) => (text.includes('\0') ? undefined : text),
  'must be the path of a directory',
);

export const email = setting(
  (text) => (text.length <= 254 && z.email().safeParse(text).success ? text : undefined),
  'must be an e-mail address',
);

export const password = setting(
  (text) => (text.length >= MIN_PASSWORD_LENGTH && text.length <= MAX_PASSWORD_LENGTH ? text : undefined),
  `must have ${MIN_PASSWORD_LENGTH} to ${MAX_PASSWORD_LENGTH} characters`,
);

/** As the issuer writes itself, without the slashes at its end. Over TLS, except on this machine. */
export const issuer = setting((text) => {
  const url = readBaseUrl(text);
  if (url === undefined) return undefined;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname) ? url : undefined;
}, 'must be an https address without user, password, query and fragment');

export const clientText = setting(
  (text) => (/^[\x21-\x7e]{1,1000}$/.test(text) ? text : undefined),
  'must be one word without spaces and line breaks',
);

export const label = setting(
  (text) => ([...text].length <= 60 && !/\p{Cc}/u.test(text) ? text : undefined),
  'must have at most 60 characters',
);

/** It becomes an HTTP header. */
export const apiKey = setting(
  (text) => (/^[\x21-\x7e]{1,4096}$/.test(text) ? text : undefined),
  'must be one word without spaces and line breaks',
);

const MIN_SECRET_LENGTH = 32;

export const secret = setting(
  (text) => (text.length >= MIN_SECRET_LENGTH ? text : undefined),
  `must have at least ${MIN_SECRET_LENGTH} characters`,
);

export const logLevel = setting((text) => {
  const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
  return levels.find((level) => level === text);
}, 'must be trace, debug, info, warn, error, fatal or silent');

/** CHF for one USD. The database keeps up to 20 decimals. */
export const exchangeRate = setting((text): Decimal | undefined => {
  if (!/^\d{1,3}(\.\d{1,20})?$/.test(text)) return undefined;
  const rate = parseDecimal(text);
  return rate && rate.coefficient > 0n ? rate : undefined;
}, 'must be a decimal number above 0 and below 1000, such as 0.80 (CHF for one USD)');

/** Percent with up to four decimals, as parts per million: `50` is 500,000. */
export const percentAsPpm = setting((text) => {
  const match = /^(\d{1,4})(?:\.(\d{1,4}))?$/.exec(text);
  const ppm = match ? Number(match[1]) * 10_000 + Number((match[2] ?? '').padEnd(4, '0')) : Number.NaN;
  return ppm <= 1_000 * 10_000 ? ppm : undefined;
}, 'must be a number from 0 to 1000 with at most four decimals, such as 50');

function isAddressRange(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const most = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : -1;
  if (most < 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= most);
}

function readBaseUrl(text: string): string | undefined {
  if (!URL.canParse(text) || /\s/.test(text)) return undefined;
  const url = new URL(text);
  const isPlain = url.username === '' && url.password === '' && !/[?#]/.test(text);
  if (!isPlain || !['http:', 'https:'].includes(url.protocol)) return undefined;
  return url.href.replace(/\/+$/, '');
}
