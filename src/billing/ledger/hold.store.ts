import type { Db } from '#db/database.ts';
import { type HoldId, idOf, type MandateId, uuidOf } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import { billing } from '../billing.tables.ts';

/** What was held for a call, and what became of it. */
export interface HoldRecord {
  readonly id: HoldId;
  readonly state: 'open' | 'captured' | 'voided' | 'expired';
  /** The least that was needed, the most that the call could cost, and what was granted of that. */
  readonly minimum: NanoChf;
  readonly wanted: NanoChf;
  readonly granted: NanoChf;
  /** All that the call was charged, corrections included; undefined: nothing yet. */
  readonly charged: NanoChf | undefined;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly settledAt: Date | undefined;
  readonly idempotencyKey: string | undefined;
}

export async function findHold(db: Db, mandateId: MandateId, id: HoldId): Promise<HoldRecord | undefined> {
  const row = await billing(db)
    .selectFrom('billing_hold')
    .select(['state', 'minimum', 'wanted', 'amount', 'charged', 'created_at', 'expires_at', 'settled_at'])
    .select('idempotency_key')
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('id', '=', uuidOf(id))
    .executeTakeFirst();
  return (
    row && {
      id: idOf('hld', uuidOf(id)),
      state: row.state,
      minimum: row.minimum,
      wanted: row.wanted,
      granted: row.amount,
      charged: row.charged ?? undefined,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
      settledAt: row.settled_at ?? undefined,
      idempotencyKey: row.idempotency_key ?? undefined,
    }
  );
}
