import type { Database } from '#db/database.ts';
import type { LedgerEntry } from '#simulator/ledger/simulator-ledger.ts';
import type { Credit } from './cashier.ts';
import type { Customer } from './customers.ts';
import type { MadeCall } from './traffic.ts';

/** What is known of one run, from three sides that know nothing of each other: the callers, the providers, our ledger. */
export interface Evidence {
  readonly customers: readonly Customer[];
  readonly made: readonly MadeCall[];
  readonly credits: readonly Credit[];
  /** What the providers have seen and billed. */
  readonly upstream: readonly LedgerEntry[];
  readonly holds: readonly HoldRow[];
  readonly credited: readonly CreditRow[];
}

/** A hold with all that its charge follows from. */
export interface HoldRow {
  readonly id: string;
  readonly mandate_id: string;
  readonly user_id: string;
  readonly api_key_id: string | null;
  readonly provider: string;
  readonly state: 'open' | 'captured' | 'voided' | 'expired';
  readonly amount: bigint;
  readonly charged: bigint | null;
  readonly usage_source: string | null;
  readonly void_reason: string | null;
  readonly idempotency_key: string | null;
  readonly markup_ppm: number;
  readonly chf_per_usd: string;
  readonly price_source: string;
  /** Of its usage row and the corrections of it. */
  readonly booked: bigint | null;
  readonly usage_rows: bigint;
  readonly remark: string | null;
}

export interface CreditRow {
  readonly id: string;
  readonly idempotency_key: string;
  readonly amount: bigint;
}

export async function readHolds({ pool }: Pick<Database, 'pool'>): Promise<HoldRow[]> {
  const { rows } = await pool.query<HoldRow>(`
    select h.id, h.mandate_id, h.user_id, h.api_key_id, h.provider, h.state, h.amount, h.charged, h.usage_source,
           h.void_reason, h.idempotency_key, h.markup_ppm, r.chf_per_usd::text, p.source as price_source,
           b.booked, b.usage_rows, b.remark
    from billing_hold h
    join exchange_rate r on r.exchange_rate_id = h.exchange_rate_id
    join price p on p.price_id = h.price_id
    cross join lateral (
      select -sum(t.amount)::int8 as booked, count(*) filter (where t.type = 'usage') as usage_rows,
             (array_agg(t.remark order by t.seq desc))[1] as remark
      from billing_transaction t
      where t.mandate_id = h.mandate_id and t.type in ('usage', 'usage_correction') and (t.id = h.id or t.corrects = h.id)) b
    order by h.id`);
  return rows;
}

export async function readCredits({ pool }: Pick<Database, 'pool'>): Promise<CreditRow[]> {
  const { rows } = await pool.query<CreditRow>(
    "select id, idempotency_key, amount from billing_transaction where type = 'top_up' and idempotency_key like 'payment-%'",
  );
  return rows;
}
