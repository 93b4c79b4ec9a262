import { invalidRequest } from '#kernel/error.ts';
import { type AccountId, idOf, uuidOf } from '#kernel/id.ts';

/** The place of a booking in the order of all lists: by time, then wallet, then number, the newest first. */
export interface TransactionPlace {
  /** Microseconds since 1970: what the database keeps. A `Date` would cut them, and rows would be lost between pages. */
  readonly atMicros: bigint;
  readonly accountId: AccountId;
  readonly seq: bigint;
}

const VERSION = 1;
const BYTES = 1 + 8 + 16 + 8;

/** Opaque: 44 characters of base64url. */
export function encodeCursor({ atMicros, accountId, seq }: TransactionPlace): string {
  const bytes = Buffer.alloc(BYTES);
  bytes.writeUInt8(VERSION, 0);
  bytes.writeBigInt64BE(atMicros, 1);
  bytes.write(uuidOf(accountId).replaceAll('-', ''), 9, 'hex');
  bytes.writeBigInt64BE(seq, 25);
  return bytes.toString('base64url');
}

/** Throws `invalid_request` with the path `query.cursor` for what is none of ours. */
export function decodeCursor(text: string): TransactionPlace {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== BYTES || bytes[0] !== VERSION || bytes.toString('base64url') !== text) throw notOurs();
  const atMicros = bytes.readBigInt64BE(1);
  const seq = bytes.readBigInt64BE(25);
  if (atMicros < 0n || atMicros > LATEST || seq < 1n) throw notOurs();
  const hex = bytes.toString('hex', 9, 25);
  const uuid = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { atMicros, accountId: idOf('acc', uuid), seq };
}

/** The end of the year 9999. */
const LATEST = 253_402_300_799_999_999n;

function notOurs(): Error {
  return invalidRequest('query.cursor', 'is not the nextCursor of a page');
}

/** An instant with its microseconds: a `Date` would cut them. */
export function instantText(micros: bigint): string {
  const millis = new Date(Number(micros / 1000n)).toISOString().slice(0, -1);
  return `${millis}${(micros % 1000n).toString().padStart(3, '0')}Z`;
}
