import type { z } from 'zod';
import type { Db, Tx } from '#db/database.ts';
import { decodePageCursor, pageOf, UUID_FORM } from '#http/page-cursor.ts';
import { type AuditBy, recordAudit } from '#identity/audit/audit.ts';
import { once } from '#identity/idempotency/once.ts';
import { assert } from '#kernel/assert.ts';
import { AppError } from '#kernel/error.ts';
import { type HoldId, idOf, type MandateId, uuidOf } from '#kernel/id.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';
import type { resolvedAnswer, unknownCallsAnswer } from './unknown.contract.ts';
import { findUnknownCalls, resolveUnknown } from './unknown.store.ts';
import type { UnknownCall } from './unknown.ts';

/** What waits for the operator, oldest first; of one mandate or of all. */
export function listUnknownCalls(
  db: Db,
  mandateId: MandateId | undefined,
  limit: number,
): Promise<UnknownCall[]> {
  return findUnknownCalls(db, mandateId, undefined, limit);
}

/** A page of what waits, over all mandates. */
export async function pageUnknownCalls(
  db: Db,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<z.input<typeof unknownCallsAnswer>> {
  const [hold, mandate] = decodePageCursor(cursor, [UUID_FORM, UUID_FORM]) ?? [];
  const after = hold !== undefined && mandate !== undefined ? { hold, mandate } : undefined;
  const rows = await findUnknownCalls(db, undefined, after, limit + 1);
  const { page, ...next } = pageOf(rows, limit, (last) => [uuidOf(last.holdId), uuidOf(last.mandateId)]);
  return {
    calls: page.map(({ possibleCharge, startedAt, ...call }) => ({
      ...call,
      transactionId: idOf('txn', uuidOf(call.holdId)),
      possibleChargeChf: formatChf(possibleCharge),
      startedAt: startedAt.toISOString(),
    })),
    ...next,
  };
}

export interface Resolution {
  readonly mandateId: MandateId;
  readonly holdId: HoldId;
  /** What the provider's own records say, as a charge; 0 writes the call off. */
  readonly amount: NanoChf;
  readonly by: AuditBy;
  readonly reason?: string | undefined;
}

/**
 * Ends an unknown call, with an entry in the audit log. The charge is booked as a correction of the call's row; what no
 * balance pays is absorbed, as ever. Throws `not_found` if the call is not unknown (any more).
 */
export async function resolveUnknownCall(
  tx: Tx,
  { mandateId, holdId, amount, by, reason }: Resolution,
): Promise<{ readonly balanceAfter: NanoChf; readonly absorbed: NanoChf }> {
  assert(amount >= 0n, 'a charge is not negative');
  const { code, balance, absorbed } = await resolveUnknown(tx, mandateId, holdId, amount);
  if (code !== 1) throw new AppError('not_found', { hold: holdId }, 'There is no such call of unknown cost.');
  await recordAudit(tx, by, {
    action: amount === 0n ? 'unknown_call.written_off' : 'unknown_call.charged',
    subject: holdId,
    before: { chargedChf: formatChf(0n) },
    after: {
      chargedChf: formatChf(amount),
      absorbedChf: formatChf(absorbed),
      balanceChf: formatChf(balance),
    },
    reason,
  });
  return { balanceAfter: balance, absorbed };
}

/** The same for a request with a key: once. */
export function resolveOnce(
  db: Db,
  request: Resolution & { readonly idempotencyKey: string; readonly isPreview: boolean },
): Promise<z.input<typeof resolvedAnswer>> {
  const { holdId, amount, isPreview } = request;
  return once(db, { ...request, content: ['resolve_unknown', holdId, amount] }, async (tx) => {
    const { balanceAfter, absorbed } = await resolveUnknownCall(tx, request);
    return {
      booked: !isPreview,
      holdId,
      transactionId: idOf('txn', uuidOf(holdId)),
      chargedChf: formatChf(amount),
      absorbedChf: formatChf(absorbed),
      balanceAfterChf: formatChf(balanceAfter),
    };
  });
}
