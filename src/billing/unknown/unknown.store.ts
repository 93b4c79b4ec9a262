import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import { type HoldId, idOf, type MandateId, uuidOf } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { UnknownCall } from './unknown.ts';

interface Row {
  readonly mandate_id: string;
  readonly mandate_name: string | null;
  readonly id: string;
  readonly user_id: string;
  readonly provider: string;
  readonly model_asked: string;
  readonly amount: bigint;
  readonly created_at: Date;
}

/**
 * What waits for the operator, of one mandate or of all, the oldest first, from a place on. Found by the rows that say so,
 * which have an index; the hold says whether it still waits.
 */
export async function findUnknownCalls(
  db: Db,
  mandateId: MandateId | undefined,
  after: { readonly hold: string; readonly mandate: string } | undefined,
  limit: number,
): Promise<UnknownCall[]> {
  const ofMandate = mandateId === undefined ? sql`` : sql`and t.mandate_id = ${uuidOf(mandateId)}`;
  const fromPlace = after
    ? sql`and (h.id, h.mandate_id) > (${after.hold}::uuid, ${after.mandate}::uuid)`
    : sql``;
  const { rows } = await sql<Row>`
    select distinct h.id, h.mandate_id, m.name as mandate_name, h.user_id, h.provider, h.model_asked, h.amount, h.created_at
    from billing_transaction t
    -- Offset 0: a look-up for each of a few rows, however many holds there are.
    cross join lateral (select b.* from billing_hold b where b.mandate_id = t.mandate_id and b.id = coalesce(t.corrects, t.id) offset 0) h
    left join mandate m on m.mandate_id = t.mandate_id
    where t.usage_source = 'unknown' and h.state = 'expired' and h.usage_source = 'unknown' ${ofMandate} ${fromPlace}
    order by h.id, h.mandate_id
    limit ${limit}`.execute(db);
  return rows.map((row) => ({
    mandateId: idOf('mnd', row.mandate_id),
    mandateName: row.mandate_name ?? '',
    holdId: idOf('hld', row.id),
    userId: idOf('usr', row.user_id),
    provider: row.provider,
    model: row.model_asked,
    possibleCharge: row.amount,
    startedAt: row.created_at,
  }));
}

/** See `ledger_resolve_unknown`. Code 1: done; anything else: it is not unknown (any more). */
export async function resolveUnknown(
  tx: Tx,
  mandateId: MandateId,
  holdId: HoldId,
  amount: NanoChf,
): Promise<{ readonly code: number; readonly balance: NanoChf; readonly absorbed: NanoChf }> {
  const { rows } = await sql<{ code: number; balance: bigint; absorbed: bigint }>`
    select * from ledger_resolve_unknown(${uuidOf(mandateId)}, ${uuidOf(holdId)}, ${amount})`.execute(tx);
  return must(rows[0], 'the answer of ledger_resolve_unknown');
}
