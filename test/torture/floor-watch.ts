import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '#db/database.ts';

export interface FloorSamples {
  taken: number;
  /** Of the samples, how many saw the hot pool within 1 % of its credit from the floor. */
  nearFloor: number;
  readonly violations: string[];
}

const SAMPLE_EVERY_MS = 100;

/** Looks at every wallet again and again while the load runs; what it sees is one commit's state. */
export async function watchFloors(options: {
  readonly database: Database;
  readonly hotMandate: string;
  readonly room: bigint;
  readonly until: () => boolean;
  readonly samples: FloorSamples;
}): Promise<void> {
  const { samples, hotMandate, room } = options;
  while (!options.until()) {
    const rows = await sample(options.database).catch(() => []);
    if (rows.length > 0) samples.taken++;
    for (const { mandate_id, above, posted_above } of rows) {
      if (above < 0n) samples.violations.push(`floor crossed by ${-above} in mandate ${mandate_id}`);
      if (mandate_id === hotMandate && posted_above <= room) samples.nearFloor++;
    }
    await sleep(SAMPLE_EVERY_MS);
  }
}

interface Sample {
  readonly mandate_id: string;
  readonly above: bigint;
  readonly posted_above: bigint;
}

async function sample({ pool }: Database): Promise<Sample[]> {
  const { rows } = await pool.query<Sample>(
    "select mandate_id, posted - held - floor as above, posted - floor as posted_above from billing_account where kind = 'wallet' and floor is not null",
  );
  return rows;
}
