import { sql } from 'kysely';
import type { Tx } from '#db/database.ts';
import type { MandateId } from '#kernel/id.ts';
import { uuidOf } from '#kernel/id.ts';
import { lockSettings, lockWallets } from '../settings/settings.store.ts';

/**
 * Books or sets what nobody is to be warned of. The wallets are locked before the clock is read, so each notice after that
 * instant is of this work. What falls further afterwards is told of as ever.
 */
export async function withoutWarning(tx: Tx, mandateId: MandateId, work: () => Promise<void>): Promise<void> {
  await lockSettings(tx, mandateId);
  await lockWallets(tx, mandateId);
  const { rows } = await sql<{ begin: string }>`select clock_timestamp()::text as begin`.execute(tx);
  await work();
  await sql`
    update billing_notice set state = 'dropped', told_at = clock_timestamp()
    where mandate_id = ${uuidOf(mandateId)} and state = 'waiting' and at >= ${rows[0]?.begin}::timestamptz`.execute(
    tx,
  );
}
