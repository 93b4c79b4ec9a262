import type { Db } from '#db/database.ts';
import { assert } from '#kernel/assert.ts';
import { AppError } from '#kernel/error.ts';
import { type HoldId, idOf, type MandateId, uuidOf } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import { billing } from '../billing.tables.ts';
import type { CaptureResult, Ledger } from '../ledger/ledger.ts';

/** A call that was sent to the provider, perhaps, and whose cost nobody learned. The customer was charged 0. */
export interface UnknownCall {
  readonly mandateId: MandateId;
  readonly holdId: HoldId;
  readonly provider: string;
  readonly model: string;
  /** What was held: the most that it can have cost, at charge price. */
  readonly possibleCharge: NanoChf;
  readonly startedAt: Date;
}

/** What waits for the operator, oldest first; of one mandate or of all. */
export async function listUnknownCalls(
  db: Db,
  mandateId: MandateId | undefined,
  limit: number,
): Promise<UnknownCall[]> {
  let query = billing(db)
    .selectFrom('billing_hold')
    .select(['mandate_id', 'id', 'provider', 'model_asked', 'amount', 'created_at'])
    .where('state', '=', 'expired')
    .where('usage_source', '=', 'unknown')
    .orderBy('mandate_id')
    .orderBy('id')
    .limit(limit);
  if (mandateId !== undefined) query = query.where('mandate_id', '=', uuidOf(mandateId));
  const rows = await query.execute();
  return rows.map((row) => ({
    mandateId: idOf('mnd', row.mandate_id),
    holdId: idOf('hld', row.id),
    provider: row.provider,
    model: row.model_asked,
    possibleCharge: row.amount,
    startedAt: row.created_at,
  }));
}

/**
 * Ends an unknown call: charges what the provider's own records say, or 0 to write it off. The charge is booked as a
 * correction of the call's row. Throws `not_found` if the call is not unknown (any more).
 */
export async function resolveUnknownCall(
  deps: { readonly db: Db; readonly ledger: Ledger },
  call: { readonly mandateId: MandateId; readonly holdId: HoldId; readonly amount: NanoChf },
): Promise<CaptureResult> {
  assert(call.amount >= 0n, 'a charge is not negative');
  const row = await billing(deps.db)
    .selectFrom('billing_hold')
    .select(['model_asked', 'price_id'])
    .where('mandate_id', '=', uuidOf(call.mandateId))
    .where('id', '=', uuidOf(call.holdId))
    .where('state', '=', 'expired')
    .where('usage_source', '=', 'unknown')
    .executeTakeFirst();
  if (!row) throw new AppError('not_found', { hold: call.holdId });
  return deps.ledger.capture({
    mandateId: call.mandateId,
    holdId: call.holdId,
    charge: {
      amount: call.amount,
      usageSource: 'estimated',
      modelAnswered: row.model_asked,
      priceId: idOf('prc', row.price_id),
      costUsd: '0',
      usage: [],
      inputTokens: 0,
      cachedTokens: 0,
      outputTokens: 0,
      remark: call.amount === 0n ? 'written_off_by_operator' : 'charged_by_operator',
    },
  });
}
