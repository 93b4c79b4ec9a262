import { randomUUID } from 'node:crypto';
import type { Database } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import { type MandateId, uuidOf } from '#kernel/id.ts';

/** A booking of a call as it stood in the ledger at some other time. */
export interface BackdatedRow {
  readonly at: string;
  readonly type?: 'usage' | 'usage_correction' | 'absorbed';
  readonly id?: string;
  readonly corrects?: string;
  /** Nano-CHF, from the wallet's view. */
  readonly amount: bigint;
  readonly costUsd?: string;
  readonly rateId?: string;
  readonly priceId?: string;
  readonly provider?: string;
  readonly model?: string;
  readonly markupPpm?: number;
  readonly usage?: unknown;
  readonly usageSource?: string;
  readonly remark?: string;
}

/**
 * With the owner's connection: puts rows into the mandate's pool behind the ledger's back, which books at the present moment only. Numbers and
 * balances are as they should be; holds and statistics are missing, so a recount finds those.
 */
export async function insertBackdated(
  { pool }: Pick<Database, 'pool'>,
  mandateId: MandateId,
  rows: readonly BackdatedRow[],
): Promise<void> {
  const { rows: found } = await pool.query<{ id: string; seq: bigint; posted: bigint }>(
    "select id, seq, posted from billing_account where mandate_id = $1 and kind = 'wallet' and user_id is null",
    [uuidOf(mandateId)],
  );
  const wallet = must(found[0], 'the pool');
  let { seq, posted } = wallet;
  const values = rows.map((row) => {
    seq += 1n;
    posted += row.amount;
    return {
      ...{ seq: `${seq}`, id: row.id ?? randomUUID(), amount: `${row.amount}`, balance_after: `${posted}` },
      ...{ type: row.type ?? 'usage', at: row.at, corrects: row.corrects ?? null },
      ...{ provider: row.provider ?? 'openai', model: row.model ?? 'gpt-5', usage: row.usage ?? [] },
      ...{ cost_usd: row.costUsd ?? '0', price_id: row.priceId ?? randomUUID() },
      ...{ exchange_rate_id: row.rateId ?? randomUUID(), markup_ppm: row.markupPpm ?? 500_000 },
      ...{ usage_source: row.usageSource ?? 'provider', remark: row.remark ?? null },
    };
  });
  await pool.query(
    `insert into billing_transaction (mandate_id, account_id, seq, id, counter_account_id, amount, balance_after, type, at, corrects,
       user_id, feature, provider, model_asked, model_answered, usage, input_tokens, cached_tokens, output_tokens, cost_usd,
       price_id, exchange_rate_id, markup_ppm, usage_source, request_id, remark)
     select $1, $2, seq, id, house_account_id($1, case type when 'absorbed' then 'absorbed' else 'usage' end), amount, balance_after, type, at,
       corrects, $1, 'api', provider, model, model, usage, 0, 0, 0, cost_usd, price_id, exchange_rate_id, markup_ppm, usage_source, $1, remark
     from jsonb_to_recordset($3::jsonb) as r (seq int8, id uuid, amount int8, balance_after int8, type text, at timestamptz, corrects uuid,
       provider text, model text, usage jsonb, cost_usd numeric, price_id uuid, exchange_rate_id uuid, markup_ppm int4, usage_source text, remark text)`,
    [uuidOf(mandateId), wallet.id, JSON.stringify(values)],
  );
  await pool.query(
    'update billing_account set seq = $3, posted = $4, floor = null where mandate_id = $1 and id = $2',
    [uuidOf(mandateId), wallet.id, seq, posted],
  );
}
