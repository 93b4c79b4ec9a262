import { randomFillSync } from 'node:crypto';

/**
 * Ids are a prefix that says what they name, and a UUIDv7 (RFC 9562), so they sort by the time of their making:
 * `hld_01933b6e-...`. The database stores the bare uuid.
 */
export type Id<Prefix extends IdPrefix> = `${Prefix}_${string}`;
export type IdPrefix =
  | 'mnd'
  | 'usr'
  | 'key'
  | 'acc'
  | 'hld'
  | 'txn'
  | 'lim'
  | 'req'
  | 'prc'
  | 'fxr'
  | 'aud'
  | 'mal'
  | 'prf'
  | 'cnv'
  | 'msg'
  | 'fil'
  | 'aut'
  | 'run'
  | 'rpt'
  | 'tur'
  | 'bnk'
  | 'doc'
  | 'ntc'
  | 'whd'
  | 'inv';

export type MandateId = Id<'mnd'>;
export type UserId = Id<'usr'>;
export type ApiKeyId = Id<'key'>;
export type AccountId = Id<'acc'>;
export type HoldId = Id<'hld'>;
export type TransactionId = Id<'txn'>;
export type LimitId = Id<'lim'>;
export type PriceId = Id<'prc'>;
export type ExchangeRateId = Id<'fxr'>;
export type AuditId = Id<'aud'>;
export type MailId = Id<'mal'>;
export type ProofId = Id<'prf'>;
export type ConversationId = Id<'cnv'>;
/** Of a conversation. */
export type MessageId = Id<'msg'>;
export type FileId = Id<'fil'>;
export type AutomationId = Id<'aut'>;
/** Of a request for a top-up. */
export type TopUpRequestId = Id<'tur'>;
/** Of a file of the bank. */
export type BankFileId = Id<'bnk'>;
/** Of an automation. */
export type RunId = Id<'run'>;
/** Shares its uuid with its document. */
export type InvoiceId = Id<'inv'>;
/** A monthly report. */
export type ReportId = Id<'rpt'>;
/** A statement, an invoice. */
export type DocumentId = Id<'doc'>;
/** That a balance is low or empty, or is not any more. */
export type NoticeId = Id<'ntc'>;
/** A message to a webhook. */
export type DeliveryId = Id<'whd'>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function newId<Prefix extends IdPrefix>(prefix: Prefix): Id<Prefix> {
  return `${prefix}_${uuidV7()}`;
}

/** As if it had been made at another time: for history that is brought in. Ids of one millisecond are in no order. */
export function newIdAt<Prefix extends IdPrefix>(prefix: Prefix, at: Date): Id<Prefix> {
  return `${prefix}_${uuidOfTime(at.getTime(), 0)}`;
}

/** A bare UUIDv7, for rows that nobody outside names. */
export function newUuid(): string {
  return uuidV7();
}

/** Adds the prefix to a uuid that came from the database. */
export function idOf<Prefix extends IdPrefix>(prefix: Prefix, uuid: string): Id<Prefix> {
  return `${prefix}_${uuid}`;
}

/** The bare uuid of an id, as the database wants it. */
export function uuidOf(id: Id<IdPrefix>): string {
  return id.slice(4);
}

/** Reads an id that came from outside. Undefined if it has another prefix or is malformed. */
export function parseId<Prefix extends IdPrefix>(prefix: Prefix, text: string): Id<Prefix> | undefined {
  if (!text.startsWith(`${prefix}_`)) return undefined;
  const uuid = text.slice(prefix.length + 1);
  return UUID.test(uuid) ? `${prefix}_${uuid}` : undefined;
}

// Random bytes are drawn 4 KiB at a time: one system call serves 256 ids.
const pool = Buffer.alloc(4096);
let poolOffset = pool.length;
let lastMillis = 0;
let sequence = 0;

/** 48 bits of time, 12 bits that count within the millisecond (so ids of one process are strictly increasing), 62 random bits. */
function uuidV7(): string {
  const now = Date.now();
  if (now > lastMillis) {
    lastMillis = now;
    sequence = 0;
  } else if (++sequence > 0xfff) {
    lastMillis++;
    sequence = 0;
  }
  return uuidOfTime(lastMillis, sequence);
}

function uuidOfTime(millis: number, count: number): string {
  if (poolOffset >= pool.length) {
    randomFillSync(pool);
    poolOffset = 0;
  }
  const time = millis.toString(16).padStart(12, '0');
  const counter = (0x7000 | count).toString(16);
  const random = pool.toString('hex', poolOffset + 2, poolOffset + 8);
  const variant = (((pool.readUInt16BE(poolOffset) & 0x3fff) | 0x8000) >>> 0).toString(16);
  poolOffset += 8;
  return `${time.slice(0, 8)}-${time.slice(8)}-${counter}-${variant}-${random}`;
}
