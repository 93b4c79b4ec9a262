import fc from 'fast-check';
import type { Feature } from '#billing/ledger/ledger.ts';
import type { TransactionType } from '#billing/transactions/transaction-type.contract.ts';
import type { Database } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import {
  type AccountId,
  type ApiKeyId,
  idOf,
  type MandateId,
  newId,
  type UserId,
  uuidOf,
} from '#kernel/id.ts';

/** A booking of a history that a test makes up; the history gives it its number and its balance. */
export interface MadeUpRow {
  /** Which wallet: 0 is the pool, others are users' own. */
  readonly wallet: number;
  /** In microseconds since 1970. */
  readonly atMicros: bigint;
  readonly type: TransactionType;
  readonly amount: bigint;
  readonly user: number;
  readonly model: number;
  /** Undefined: called without a key. */
  readonly key: number | undefined;
  readonly feature: Feature;
  readonly inputTokens: bigint;
  readonly cachedTokens: bigint;
  readonly outputTokens: bigint;
  readonly note: string;
}

export const MADE_UP_MODELS = [
  { provider: 'openai', model: 'gpt-made_up' },
  { provider: 'openai', model: 'gpt-100%' },
  { provider: 'anthropic', model: 'claude-made-up' },
  { provider: 'perplexity', model: 'gpt-made_up' },
] as const;
export const MADE_UP_USERS = 3;
const MADE_UP_KEYS = 4;
const CALL_TYPES: readonly TransactionType[] = ['usage', 'usage_correction', 'absorbed'];

/** Rows between two instants, many at the same one. Types are as mixed as can be: sums must be right, not sensible. */
export function madeUpRows(from: Date, to: Date, maxLength: number): fc.Arbitrary<MadeUpRow[]> {
  const micros = 1000n;
  const anywhere = fc.bigInt({ min: BigInt(from.getTime()) * micros, max: BigInt(to.getTime()) * micros });
  const hours = fc
    .integer({ min: 0, max: Math.floor((to.getTime() - from.getTime()) / 3_600_000) })
    .map((hour) => (BigInt(from.getTime()) + BigInt(hour) * 3_600_000n) * micros);
  const tokens = fc.bigInt({ min: 0n, max: 5_000n });
  return fc.array(
    fc.record({
      wallet: fc.nat(2),
      atMicros: fc.oneof(anywhere, hours),
      type: fc.oneof(
        { weight: 6, arbitrary: fc.constant<TransactionType>('usage') },
        {
          weight: 4,
          arbitrary: fc.constantFrom<TransactionType>(
            'usage_correction',
            'absorbed',
            'top_up',
            'refund',
            'adjustment',
            'opening',
          ),
        },
      ),
      amount: fc.oneof(
        fc.bigInt({ min: 1n, max: 10n ** 12n }),
        fc.constantFrom(0n, 1n, 99n, 100n, 10n ** 8n - 1n, 10n ** 8n),
      ),
      user: fc.nat(MADE_UP_USERS - 1),
      model: fc.nat(MADE_UP_MODELS.length - 1),
      key: fc.option(fc.nat(MADE_UP_KEYS - 1), { nil: undefined }),
      feature: fc.constantFrom<Feature>('api', 'chat', 'automation'),
      inputTokens: tokens,
      cachedTokens: tokens,
      outputTokens: tokens,
      note: fc.constantFrom('Invoice 7', 'invoice_7', '100% gpt', 'Gutschrift für März'),
    }),
    { maxLength, size: 'max' },
  );
}

export interface MadeUpHistory {
  readonly mandateId: MandateId;
  readonly walletIds: readonly AccountId[];
  readonly userIds: readonly UserId[];
  /** Of nobody in particular. */
  readonly keyIds: readonly ApiKeyId[];
}

/** Writes the rows past the ledger, as the owner: with numbers, balances and daily statistics that fit. Without holds. */
export async function insertHistory(owner: Database, rows: readonly MadeUpRow[]): Promise<MadeUpHistory> {
  const mandateId = newId('mnd');
  const userIds = Array.from({ length: MADE_UP_USERS }, () => newId('usr'));
  const walletIds: AccountId[] = [];
  for (const user of [null, userIds[0], userIds[1]]) {
    const { rows: opened } = await owner.pool.query<{ id: string }>(
      'select ledger_open_wallet($1, $2, $3, null) as id',
      [uuidOf(mandateId), user ? uuidOf(user) : null, uuidOf(newId('acc'))],
    );
    walletIds.push(idOf('acc', must(opened[0], 'the wallet').id));
  }
  const keyIds = Array.from({ length: MADE_UP_KEYS }, () => newId('key'));
  const history = { mandateId, walletIds, userIds, keyIds };
  await insertRows(owner, history, rows);
  await owner.pool.query(STATISTICS, [uuidOf(mandateId)]);
  return history;
}

async function insertRows(
  owner: Database,
  history: MadeUpHistory,
  rows: readonly MadeUpRow[],
): Promise<void> {
  const mandate = uuidOf(history.mandateId);
  for (const [wallet, walletId] of history.walletIds.entries()) {
    const own = rows.filter((row) => row.wallet === wallet);
    const inOrder = own.toSorted((a, b) => (a.atMicros < b.atMicros ? -1 : a.atMicros > b.atMicros ? 1 : 0));
    const values = inOrder.map((row) => describeRow(row, history, wallet));
    await owner.pool.query(
      `insert into billing_transaction (mandate_id, account_id, seq, id, counter_account_id, amount, balance_after, type, at, note, user_id, api_key_id, feature,
         provider, model_asked, model_answered, usage, input_tokens, cached_tokens, output_tokens, cost_usd, price_id, exchange_rate_id, markup_ppm,
         usage_source, request_id)
       select $1, $2, ord, r.id, $2, r.amount, sum(r.amount) over (order by ord), r.type, 'epoch'::timestamptz + r.micros * interval '1 microsecond',
         r.note, r.user_id, r.api_key, r.feature, r.provider, r.model, r.model, case when r.model is not null then '[]'::jsonb end, r.input, r.cached, r.output,
         case when r.model is not null then 0 end, r.other, r.other, case when r.model is not null then 0 end,
         case when r.model is not null then 'provider' end, r.other
       from rows from (jsonb_to_recordset($3::jsonb) as (id uuid, amount int8, type text, micros int8, note text, user_id uuid, api_key uuid, feature text, provider text,
         model text, input int8, cached int8, output int8, other uuid)) with ordinality r (id, amount, type, micros, note, user_id, api_key, feature, provider, model,
         input, cached, output, other, ord)`,
      [mandate, uuidOf(walletId), JSON.stringify(values)],
    );
    await owner.pool.query(
      `update billing_account a set seq = $3, posted = coalesce((select sum(amount) from billing_transaction t where t.mandate_id = $1 and t.account_id = $2), 0)
       where a.mandate_id = $1 and a.id = $2`,
      [mandate, uuidOf(walletId), own.length],
    );
  }
}

function describeRow(row: MadeUpRow, { userIds, keyIds }: MadeUpHistory, wallet: number) {
  const common = {
    id: uuidOf(newId('txn')),
    amount: signed(row).toString(),
    type: row.type,
    micros: row.atMicros.toString(),
  };
  const owner = wallet === 0 ? undefined : userIds[wallet - 1];
  if (!CALL_TYPES.includes(row.type)) return { ...common, note: row.note, user_id: owner && uuidOf(owner) };
  const { provider, model } = must(MADE_UP_MODELS[row.model], 'a model');
  return {
    ...common,
    user_id: uuidOf(owner ?? must(userIds[row.user], 'a user')),
    api_key: row.key === undefined ? undefined : uuidOf(must(keyIds[row.key], 'a key')),
    feature: row.feature,
    provider,
    model,
    input: row.inputTokens.toString(),
    cached: row.cachedTokens.toString(),
    output: row.outputTokens.toString(),
    other: uuidOf(newId('req')),
  };
}

/** Its sign follows from the type; a correction has either. */
function signed({ type, amount }: Pick<MadeUpRow, 'type' | 'amount'>): bigint {
  // Only a call may be of no amount.
  if (amount === 0n)
    return type === 'usage' || type === 'usage_correction' ? 0n : signed({ type, amount: 1n });
  if (type === 'usage' || type === 'refund') return -amount;
  return type === 'usage_correction' && amount % 2n === 0n ? -amount : amount;
}

/** What `ledger_batch` would have counted; and an absorbed row never stands without a call on its day. */
const STATISTICS = `
  insert into billing_statistic_daily (mandate_id, account_id, day, user_id, feature, provider, model, calls, charged, input_tokens, cached_tokens, output_tokens)
  select mandate_id, account_id, (at at time zone 'Europe/Zurich')::date, user_id, feature, provider, model_answered,
         count(*) filter (where type = 'usage'), coalesce(-sum(amount) filter (where type <> 'absorbed'), 0),
         coalesce(sum(input_tokens) filter (where type <> 'absorbed'), 0), coalesce(sum(cached_tokens) filter (where type <> 'absorbed'), 0),
         coalesce(sum(output_tokens) filter (where type <> 'absorbed'), 0)
  from billing_transaction where mandate_id = $1 and model_answered is not null
  group by 1, 2, 3, 4, 5, 6, 7`;
