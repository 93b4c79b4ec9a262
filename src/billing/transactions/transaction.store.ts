import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { type AccountId, idOf, type MandateId, type TransactionId, uuidOf } from '#kernel/id.ts';
import { billing, type TransactionRow } from '../billing.tables.ts';
import type { CallRecord, Transaction } from './billing-transaction.ts';
import { isAfter, NEWEST_FIRST, rowConditions } from './matching-rows.ts';
import type { TransactionPlace } from './transaction-cursor.ts';
import type { PlainFilter } from './transaction-filter.ts';

/** A row as the lists read it. */
export interface PlacedRow extends TransactionRow {
  /** `at` in full: microseconds since 1970. */
  readonly at_micros: bigint;
}

/** Of one wallet. */
type WalletFilter = PlainFilter & { readonly accountId: AccountId };

/** The columns of a row of `billing_transaction t`. */
export const PLACED_ROW = sql`t.*, (extract(epoch from t.at) * 1000000)::int8 as at_micros`;

/** The newest rows of all wallets of the mandate, newest first. */
export async function listTransactions(db: Db, mandateId: MandateId, limit: number): Promise<Transaction[]> {
  return (await newestRows(db, { mandateId }, undefined, limit)).map(readTransaction);
}

/** Newest first, after the place. Walks along the time, or along the type where that is another one than `usage`. */
export async function newestRows(
  db: Db,
  filter: PlainFilter,
  after: TransactionPlace | undefined,
  limit: number,
  more: RawBuilder<unknown> = sql`true`,
): Promise<PlacedRow[]> {
  const { rows } = await sql<PlacedRow>`
    select ${PLACED_ROW} from billing_transaction t
    where ${rowConditions(filter)} and ${isAfter(after)} and ${more} ${NEWEST_FIRST} limit ${limit}`.execute(
    db,
  );
  return rows;
}

/** The same among the next `near` rows alone, of any kind: perhaps fewer than there are. */
export async function newestRowsNear(
  db: Db,
  filter: PlainFilter,
  after: TransactionPlace | undefined,
  { limit, near }: { readonly limit: number; readonly near: number },
): Promise<PlacedRow[]> {
  const { mandateId, from, to } = filter;
  const { rows } = await sql<PlacedRow>`
    with t as materialized (
      select ${PLACED_ROW} from billing_transaction t
      where ${rowConditions({ mandateId, from, to })} and ${isAfter(after)} ${NEWEST_FIRST} limit ${near})
    select * from t where ${rowConditions(filter)} ${NEWEST_FIRST} limit ${limit}`.execute(db);
  return rows;
}

/** The same of one wallet: along its numbers, which its times follow. */
export async function newestRowsOfWallet(
  db: Db,
  filter: WalletFilter,
  after: TransactionPlace | undefined,
  limit: number,
): Promise<PlacedRow[]> {
  const wallet = sql`${uuidOf(filter.mandateId)}::uuid, ${uuidOf(filter.accountId)}::uuid`;
  const { from, to, ...rest } = filter;
  const { rows } = await sql<PlacedRow>`
    select ${PLACED_ROW} from billing_transaction t
    where ${rowConditions(rest)} and ${isAfter(after)}
      ${from ? sql`and t.seq > billing_seq_before(${wallet}, ${from})` : sql``}
      ${to ? sql`and t.seq <= billing_seq_before(${wallet}, ${to})` : sql``}
      ${after ? walletEnd(filter, after) : sql``}
    order by t.seq desc limit ${limit}`.execute(db);
  return rows;
}

/** Where the place lies in the wallet's own numbers: without it all newer rows would be read over. */
function walletEnd({ mandateId, accountId }: WalletFilter, after: TransactionPlace): RawBuilder<unknown> {
  if (after.accountId === accountId) return sql`and t.seq < ${after.seq}`;
  return sql`and t.seq <= billing_seq_before(${uuidOf(mandateId)}, ${uuidOf(accountId)}, ${new Date(Number(after.atMicros / 1000n) + 1)})`;
}

export async function findTransaction(
  db: Db,
  mandateId: MandateId,
  id: TransactionId,
): Promise<Transaction | undefined> {
  const row = await billing(db)
    .selectFrom('billing_transaction')
    .selectAll()
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('id', '=', uuidOf(id))
    .executeTakeFirst();
  return row && readTransaction(row);
}

/** The rows of one call, or of a posting and what corrects it, oldest first. `id` is that of the row that the others name. */
export async function listRelated(db: Db, mandateId: MandateId, id: TransactionId): Promise<Transaction[]> {
  const rows = await billing(db)
    .selectFrom('billing_transaction')
    .selectAll()
    .where('mandate_id', '=', uuidOf(mandateId))
    .where((where) => where.or([where('id', '=', uuidOf(id)), where('corrects', '=', uuidOf(id))]))
    .orderBy('at')
    .orderBy('account_id')
    .orderBy('seq')
    .limit(MOST_RELATED)
    .execute();
  return rows.map(readTransaction);
}

/** A top-up may have many refunds. */
const MOST_RELATED = 200;

export function readTransaction(row: TransactionRow): Transaction {
  return {
    mandateId: idOf('mnd', row.mandate_id),
    accountId: idOf('acc', row.account_id),
    id: idOf('txn', row.id),
    seq: row.seq,
    type: row.type,
    amount: row.amount,
    balanceAfter: row.balance_after,
    at: row.at,
    corrects: row.corrects === null ? undefined : idOf('txn', row.corrects),
    note: row.note ?? undefined,
    userId: row.user_id === null ? undefined : idOf('usr', row.user_id),
    call: readCall(row),
  };
}

function readCall(row: TransactionRow): CallRecord | undefined {
  if (row.provider === null) return undefined;
  return {
    apiKeyId: row.api_key_id === null ? undefined : idOf('key', row.api_key_id),
    feature: row.feature ?? '',
    provider: row.provider,
    modelAsked: row.model_asked ?? '',
    modelAnswered: row.model_answered ?? '',
    usage: row.usage ?? [],
    inputTokens: row.input_tokens ?? 0n,
    cachedTokens: row.cached_tokens ?? 0n,
    outputTokens: row.output_tokens ?? 0n,
    costUsd: row.cost_usd ?? '0',
    priceId: idOf('prc', row.price_id ?? ''),
    exchangeRateId: idOf('fxr', row.exchange_rate_id ?? ''),
    markupPpm: row.markup_ppm ?? 0,
    usageSource: row.usage_source ?? 'unknown',
    requestId: idOf('req', row.request_id ?? ''),
    remark: row.remark ?? undefined,
  };
}
