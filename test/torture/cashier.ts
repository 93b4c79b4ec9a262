import { setTimeout as sleep } from 'node:timers/promises';
import { topUp } from '#billing/transactions/posting.service.ts';
import type { Database } from '#db/database.ts';
import { uuidOf } from '#kernel/id.ts';
import type { SeededRandom } from '#kernel/seeded-random.ts';
import { type Customer, HOT_ROOM } from './customers.ts';

/** A top-up that was acknowledged. */
export interface Credit {
  readonly transactionId: string;
  readonly idempotencyKey: string;
  readonly amount: bigint;
}

const LOOK_EVERY_MS = 150;
const NANO_PER_MILLI_CHF = 1_000_000;

/**
 * Keeps the hot pool within 1 % of its floor: pays in a little whenever there is room below that line. A payment whose
 * answer is lost is made again with the same id until it is acknowledged, and now and then one that was.
 */
export async function payIn(options: {
  readonly database: Database;
  readonly customer: Customer;
  readonly random: SeededRandom;
  readonly until: number;
  readonly paid: (credit: Credit) => void;
}): Promise<void> {
  const { database, customer, random } = options;
  for (let count = 0; Date.now() < options.until; count++) {
    const amount = BigInt(random.int(1, 3 * NANO_PER_MILLI_CHF));
    const idempotencyKey = `payment-${count}`;
    const times = random.chance(0.2) ? 2 : 1;
    const room = await roomOf(database, customer).catch(() => undefined);
    if (room !== undefined && room + amount <= HOT_ROOM) {
      for (let time = 0; time < times; time++) {
        const transactionId = await payUntilAcknowledged(database, customer, amount, idempotencyKey);
        if (time === 0) options.paid({ transactionId, idempotencyKey, amount });
      }
    }
    await sleep(LOOK_EVERY_MS);
  }
}

async function payUntilAcknowledged(
  { db }: Database,
  { mandateId }: Customer,
  amount: bigint,
  idempotencyKey: string,
): Promise<string> {
  for (;;) {
    try {
      const { transactionId } = await topUp(db, { mandateId, amount, idempotencyKey });
      return uuidOf(transactionId);
    } catch {
      await sleep(LOOK_EVERY_MS);
    }
  }
}

/** How far the pool is from its floor, with nothing held: what is held may come back. */
async function roomOf({ pool }: Database, { mandateId }: Customer): Promise<bigint | undefined> {
  const { rows } = await pool.query<{ room: bigint }>(
    "select posted - floor as room from billing_account where mandate_id = $1 and kind = 'wallet'",
    [uuidOf(mandateId)],
  );
  return rows[0]?.room;
}
