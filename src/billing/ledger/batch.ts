import type { Client } from 'pg';
import { must } from '#kernel/assert.ts';
import { uuidOf } from '#kernel/id.ts';
import { plainArray, readPlainArray, textArray } from './array-literal.ts';
import type { AuthorizeRequest, Charge } from './ledger.ts';

/** An account as the database knows it: bare uuids. */
export interface AccountKey {
  readonly mandate: string;
  readonly account: string;
}

export interface HoldItem {
  readonly kind: 'hold';
  readonly request: AuthorizeRequest;
  readonly wallet: string;
  /** Limit accounts of the batch's month, at most three. */
  readonly limits: readonly string[];
}

export interface SettleItem {
  readonly kind: 'capture' | 'void' | 'expire';
  readonly mandate: string;
  readonly hold: string;
  readonly wallet: string;
  readonly limits: readonly string[];
  /** Absent for a void. */
  readonly charge?: Charge;
  /** Why a void, or what the operator should look at. */
  readonly remark?: string;
}

export interface HoldAnswer {
  readonly code: number;
  readonly amount: bigint;
  /** 0 the wallet, 1 to 3 the limit that binds. */
  readonly source: number;
  readonly existing: string | undefined;
}

export interface SettleAnswer {
  readonly code: number;
  readonly balance: bigint;
  readonly absorbed: bigint;
}

export interface BatchAnswer {
  /** The database's month in Zurich, as 202611. */
  readonly month: number;
  /** False: nothing was done, as the batch named the limits of another month, or of one whose accounts were not open yet. */
  readonly isDone: boolean;
  readonly settled: readonly SettleAnswer[];
  readonly held: readonly HoldAnswer[];
}

const SETTLE_KINDS = { capture: 1, void: 2, expire: 3 } as const;

const TYPES = [
  'int4', 'uuid[]', 'uuid[]',
  'int2[]', 'uuid[]', 'uuid[]', 'int4[]', 'int4[]', 'int4[]', 'int4[]',
  'int8[]', 'text[]', 'text[]', 'uuid[]', 'numeric[]', 'text[]', 'int8[]', 'int8[]', 'int8[]', 'text[]',
  'uuid[]', 'uuid[]', 'int4[]', 'int4[]', 'int4[]', 'int4[]', 'int8[]', 'int8[]', 'uuid[]', 'text[]',
  'uuid[]', 'uuid[]', 'uuid[]', 'text[]', 'text[]', 'text[]', 'uuid[]', 'uuid[]', 'int4[]', 'uuid[]',
]; // biome-ignore format: the order of ledger_batch's parameters, block by block
const SQL = `select * from ledger_batch(${TYPES.map((type, i) => `$${i + 1}::${type}`).join(', ')})`;

const AS_TEXT = { getTypeParser: () => (value: string) => value };

interface Row {
  readonly [column: string]: string | null;
}

/** Sends one batch and answers item by item, in order. Throws what the database throws; then nothing was done, or it is unknown. */
export async function runBatch(
  client: Client,
  month: number,
  settles: readonly SettleItem[],
  holds: readonly HoldItem[],
): Promise<BatchAnswer> {
  const accounts = accountsOf(settles, holds);
  const values = [
    month,
    plainArray(accounts.list.map((key) => key.mandate)),
    plainArray(accounts.list.map((key) => key.account)),
    ...settleValues(settles, accounts),
    ...holdValues(holds, accounts),
  ];
  const result = await client.query<Row>({ name: 'ledger_batch', text: SQL, values, types: AS_TEXT });
  return readAnswer(must(result.rows[0], 'the answer of ledger_batch'), settles.length, holds.length);
}

interface Accounts {
  /** Sorted by (mandate, account): the order in which they are locked. Uuids in lower case sort as PostgreSQL sorts them. */
  readonly list: readonly AccountKey[];
  /** 1-based; 0 for undefined. */
  position(account: string | undefined): number;
}

function accountsOf(settles: readonly SettleItem[], holds: readonly HoldItem[]): Accounts {
  const mandates = new Map<string, string>();
  for (const item of settles) {
    mandates.set(item.wallet, item.mandate);
    for (const limit of item.limits) mandates.set(limit, item.mandate);
  }
  for (const item of holds) {
    const mandate = uuidOf(item.request.mandateId);
    mandates.set(item.wallet, mandate);
    for (const limit of item.limits) mandates.set(limit, mandate);
  }
  const list = Array.from(mandates, ([account, mandate]) => ({ mandate, account }));
  list.sort((a, b) => compare(a.mandate, b.mandate) || compare(a.account, b.account));
  const positions = new Map(list.map((key, index) => [key.account, index + 1]));
  return { list, position: (account) => (account === undefined ? 0 : (positions.get(account) ?? 0)) };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function settleValues(items: readonly SettleItem[], accounts: Accounts): string[] {
  return [
    plainArray(items.map((item) => SETTLE_KINDS[item.kind])),
    plainArray(items.map((item) => item.mandate)),
    plainArray(items.map((item) => item.hold)),
    plainArray(items.map((item) => accounts.position(item.wallet))),
    ...limitPositions(items, accounts),
    plainArray(items.map((item) => item.charge?.amount)),
    textArray(items.map((item) => item.charge?.usageSource)),
    textArray(items.map((item) => item.charge?.modelAnswered)),
    plainArray(items.map((item) => item.charge && uuidOf(item.charge.priceId))),
    plainArray(items.map((item) => item.charge?.costUsd)),
    textArray(items.map((item) => item.charge && JSON.stringify(item.charge.usage))),
    plainArray(items.map((item) => item.charge?.inputTokens)),
    plainArray(items.map((item) => item.charge?.cachedTokens)),
    plainArray(items.map((item) => item.charge?.outputTokens)),
    textArray(items.map((item) => item.charge?.remark ?? item.remark)),
  ];
}

function holdValues(items: readonly HoldItem[], accounts: Accounts): string[] {
  const requests = items.map((item) => item.request);
  const calls = requests.map((request) => request.call);
  return [
    plainArray(requests.map((request) => uuidOf(request.mandateId))),
    plainArray(requests.map((request) => uuidOf(request.holdId))),
    plainArray(items.map((item) => accounts.position(item.wallet))),
    ...limitPositions(items, accounts),
    plainArray(requests.map((request) => request.minimum)),
    plainArray(requests.map((request) => request.wanted)),
    plainArray(requests.map((request) => request.requestHash.slice(0, 32))),
    textArray(requests.map((request) => request.idempotencyKey)),
    plainArray(calls.map((call) => uuidOf(call.userId))),
    plainArray(calls.map((call) => call.apiKeyId && uuidOf(call.apiKeyId))),
    plainArray(calls.map((call) => call.automationId && uuidOf(call.automationId))),
    textArray(calls.map((call) => call.feature)),
    textArray(calls.map((call) => call.provider)),
    textArray(calls.map((call) => call.modelAsked)),
    plainArray(calls.map((call) => uuidOf(call.priceId))),
    plainArray(calls.map((call) => uuidOf(call.exchangeRateId))),
    plainArray(calls.map((call) => call.markupPpm)),
    plainArray(calls.map((call) => call.requestId.slice(-36))),
  ];
}

function limitPositions(items: readonly { limits: readonly string[] }[], accounts: Accounts): string[] {
  return [0, 1, 2].map((n) => plainArray(items.map((item) => accounts.position(item.limits[n]))));
}

function readAnswer(row: Row, settles: number, holds: number): BatchAnswer {
  const column = (name: string) => readPlainArray(row[name] ?? null);
  const month = Number(row.month_now);
  const [codes, balances, absorbed] = [column('s_code'), column('s_balance'), column('s_absorbed')];
  const [grants, amounts, sources, existing] = [
    column('a_code'),
    column('a_amount'),
    column('a_source'),
    column('a_existing'),
  ];
  return {
    month,
    isDone: codes.length === settles && grants.length === holds,
    settled: Array.from({ length: codes.length === 0 ? 0 : settles }, (_, i) => ({
      code: Number(codes[i]),
      balance: BigInt(balances[i] ?? 0),
      absorbed: BigInt(absorbed[i] ?? 0),
    })),
    held: Array.from({ length: grants.length === 0 ? 0 : holds }, (_, i) => ({
      code: Number(grants[i]),
      amount: BigInt(amounts[i] ?? 0),
      source: Number(sources[i]),
      existing: existing[i],
    })),
  };
}
