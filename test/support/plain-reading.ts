import type { TransactionFilter } from '#billing/transactions/transaction-filter.ts';
import type { Database } from '#db/database.ts';
import { type ApiKeyId, type Id, idOf, type MandateId, type TransactionId, uuidOf } from '#kernel/id.ts';

/** A booking as the database has it. */
export interface PlainRow {
  readonly id: TransactionId;
  readonly account: string;
  readonly at: Date;
  readonly type: string;
  readonly amount: bigint;
  readonly user: string | null;
  readonly feature: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly key: ApiKeyId | null;
  readonly note: string | null;
  readonly request: Id<'req'> | null;
  readonly inputTokens: bigint | null;
  readonly cachedTokens: bigint | null;
  readonly outputTokens: bigint | null;
}

/** Every booking of a mandate, newest first: read the plainest way there is, to compare clever ways with. */
export async function readEverything({ pool }: Database, mandateId: MandateId): Promise<PlainRow[]> {
  const { rows } = await pool.query<PlainRow & { id: string; account: string; user: string | null }>(
    `select id, account_id as account, at, type, amount, user_id as user, feature, provider, model_answered as model, api_key_id as key, note, request_id as request,
            input_tokens as "inputTokens", cached_tokens as "cachedTokens", output_tokens as "outputTokens"
     from billing_transaction where mandate_id = $1 order by at desc, account_id desc, seq desc`,
    [uuidOf(mandateId)],
  );
  return rows.map((row) => ({
    ...row,
    id: idOf('txn', row.id),
    account: idOf('acc', row.account),
    user: row.user === null ? null : idOf('usr', row.user),
    key: row.key === null ? null : idOf('key', row.key),
    request: row.request === null ? null : idOf('req', row.request),
  }));
}

/** What a filter says, word by word. Searches by id are not for it. */
export function matches(row: PlainRow, filter: TransactionFilter): boolean {
  const { from, to, type, provider, model, userId, visibleTo, feature, accountId, search } = filter;
  const { apiKeyId, minAmount, maxAmount } = filter;
  const amount = row.amount < 0n ? -row.amount : row.amount;
  const text = search?.kind === 'text' ? search.text.toLowerCase() : '';
  return (
    (!from || row.at >= from) &&
    (!to || row.at < to) &&
    (type ?? row.type) === row.type &&
    (provider ?? row.provider) === row.provider &&
    (model ?? row.model) === row.model &&
    (userId ?? row.user) === row.user &&
    (visibleTo ?? row.user) === row.user &&
    (feature ?? row.feature) === row.feature &&
    (accountId ?? row.account) === row.account &&
    (apiKeyId ?? row.key) === row.key &&
    (minAmount ?? amount) <= amount &&
    (maxAmount ?? amount) >= amount &&
    [row.note, row.model].some((place) => text === '' || place?.toLowerCase().includes(text))
  );
}
