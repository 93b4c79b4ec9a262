import type { TransactionFilter } from '#billing/transactions/transaction-filter.ts';
import type { Database } from '#db/database.ts';
import { type Id, idOf, type MandateId, type TransactionId, uuidOf } from '#kernel/id.ts';

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
  readonly note: string | null;
  readonly request: Id<'req'> | null;
  readonly inputTokens: bigint | null;
  readonly cachedTokens: bigint | null;
  readonly outputTokens: bigint | null;
}

/** Every booking of a mandate, newest first: read the plainest way there is, to compare clever ways with. */
export async function readEverything({ pool }: Database, mandateId: MandateId): Promise<PlainRow[]> {
  const { rows } = await pool.query<PlainRow & { id: string; account: string; user: string | null }>(
    `select id, account_id as account, at, type, amount, user_id as user, feature, provider, model_answered as model, note, request_id as request,
            input_tokens as "inputTokens", cached_tokens as "cachedTokens", output_tokens as "outputTokens"
     from billing_transaction where mandate_id = $1 order by at desc, account_id desc, seq desc`,
    [uuidOf(mandateId)],
  );
  return rows.map((row) => ({
    ...row,
    id: idOf('txn', row.id),
    account: idOf('acc', row.account),
    user: row.user === null ? null : idOf('usr', row.user),
    request: row.request === null ? null : idOf('req', row.request),
  }));
}

/** What a filter says, word by word. Searches by id are not for it. */
export function matches(row: PlainRow, filter: TransactionFilter): boolean {
  const { from, to, type, provider, model, userId, visibleTo, feature, accountId, search } = filter;
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
    [row.note, row.model].some((place) => text === '' || place?.toLowerCase().includes(text))
  );
}
