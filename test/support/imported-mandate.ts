import type pg from 'pg';
import { must } from '#kernel/assert.ts';
import { idOf, type MandateId } from '#kernel/id.ts';
import { formatChf } from '#kernel/money.ts';

type Services = { readonly pool: pg.Pool };

/** The mandate that came over under an external id. */
export async function mandateOf({ pool }: Services, externalId: string): Promise<MandateId> {
  const { rows } = await pool.query<{ mandate: string }>(
    'select mandate from import_mandate where external_id = $1',
    [externalId],
  );
  return idOf('mnd', must(rows[0], `the mandate ${externalId}`).mandate);
}

/** What is booked as opening, and what the history says, in CHF. */
export async function sumsOf({ pool }: Services, externalId: string) {
  const { rows } = await pool.query<{ opening: string; worth: string; calls: string }>(
    `select (select coalesce(sum(amount), 0)::text from billing_transaction t where t.mandate_id = m.mandate and type = 'opening') as opening,
            (select coalesce(sum(worth), 0)::text from billing_history_daily h where h.mandate_id = m.mandate) as worth,
            (select coalesce(sum(calls), 0)::text from billing_history_daily h where h.mandate_id = m.mandate) as calls
     from import_mandate m where external_id = $1`,
    [externalId],
  );
  const { opening, worth, calls } = must(rows[0], externalId);
  return { opening: formatChf(BigInt(opening)), worth: formatChf(BigInt(worth)), calls: Number(calls) };
}
