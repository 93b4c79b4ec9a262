import type pg from 'pg';
import { Latencies, type LatencySummary } from './latencies.ts';

const PROBE_MS = 1_000;

/** What one commit takes here and now, on one connection: the smallest row that must be on the disk. */
export async function measureCommits(pool: pg.Pool): Promise<LatencySummary> {
  const client = await pool.connect();
  const latencies = new Latencies();
  try {
    await client.query('create table if not exists bench_commit (at bigint not null)');
    const insert = { name: 'bench_commit', text: 'insert into bench_commit values ($1)' };
    const until = performance.now() + PROBE_MS;
    for (let start = performance.now(); start < until; ) {
      await client.query({ ...insert, values: [1] });
      const committed = performance.now();
      latencies.add(committed - start);
      start = committed;
    }
    return latencies.summary();
  } finally {
    client.release();
  }
}
