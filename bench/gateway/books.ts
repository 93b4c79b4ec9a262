import { setTimeout as sleep } from 'node:timers/promises';
import { say } from '../bench-progress.ts';
import type { RappenService } from './rappen-service.ts';

export interface Books {
  /** Usage rows. */
  readonly booked: number;
  /** Calls that the provider billed. */
  readonly billed: number;
  /** Charges that `rappen verify` computed again. */
  readonly recomputed: number;
}

const SETTLE_TIMEOUT_MS = 90_000;

/** Waits until no hold is open: after the last byte of a stream its charge may still be on its way. */
export async function waitUntilSettled({ database }: RappenService): Promise<void> {
  const until = Date.now() + SETTLE_TIMEOUT_MS;
  while (await count(database, "select count(*) as count from billing_hold where state = 'open'")) {
    if (Date.now() > until) throw new Error('holds are still open long after the last call');
    await sleep(200);
  }
}

function countUsageRows({ database }: Pick<RappenService, 'database'>): Promise<number> {
  return count(database, "select count(*) as count from billing_transaction where type = 'usage'");
}

/** Every answered call has one usage row and was billed once by the provider, and `rappen verify` finds no difference. */
export async function checkBooks(rappen: RappenService, answered: number, billed: number): Promise<Books> {
  await waitUntilSettled(rappen);
  const booked = await countUsageRows(rappen);
  if (booked !== answered || billed !== answered) {
    throw new Error(`${answered} calls were answered, ${booked} are booked, the provider billed ${billed}`);
  }
  say(`recounting ${booked} calls`);
  const { recomputed } = await rappen.command('verify');
  return { booked, billed, recomputed: Number(recomputed) };
}

async function count({ pool }: RappenService['database'], sql: string): Promise<number> {
  const { rows } = await pool.query<{ count: bigint }>(sql);
  return Number(rows[0]?.count);
}
