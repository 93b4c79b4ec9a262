import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { transaction } from '#db/transaction.ts';
import { type Log, silentLog } from '#kernel/log.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { enqueue } from './enqueue.ts';
import { createQueue, type JobQueue, type QueueWork } from './job-queue.ts';
import { worker } from './job-worker.ts';
import type { QueueDefinition } from './queue-definition.ts';
import { nextRun } from './recurring-job.ts';

vi.setConfig({ expect: { poll: { timeout: 20_000 } } });

const database = await createTestDatabase();
const { db } = database.openApp();
const owner = database.openOwner();

const started: JobQueue[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((queue) => queue.stop(1_000)));
});

async function start(work: Partial<QueueWork>, log: Log = silentLog): Promise<JobQueue> {
  const queue = createQueue({ url: database.appUrl, log, lookEveryS: 1 });
  started.push(queue);
  await queue.start({ workers: [], recurring: [], ...work });
  return queue;
}

function define(name: string, more: Partial<QueueDefinition> = {}): QueueDefinition<{ n?: number }> {
  return {
    name,
    data: z.object({ n: z.number().optional() }),
    retryLimit: 3,
    retryDelayS: 1,
    longestRetryDelayS: 2,
    expireInS: 60,
    ...more,
  } as QueueDefinition<{ n?: number }>;
}

const poll = { pollEveryS: 0.5 };

async function jobsOf(name: string) {
  const { rows } = await owner.pool.query<{ id: string; state: string; retry_count: number }>(
    'select id, state, retry_count from pgboss.job where name = $1 order by created_on, id',
    [name],
  );
  return rows;
}

test('a job of a transaction that was rolled back is not there; one that was committed is done once', async () => {
  const queue = define('in-transaction');
  await expect(
    transaction(db, async (tx) => {
      await enqueue(tx, { queue, data: { n: 1 } });
      throw new Error('rolled back');
    }),
  ).rejects.toThrow('rolled back');
  const id = await transaction(db, (tx) => enqueue(tx, { queue, data: { n: 2 } }));
  expect(await jobsOf(queue.name)).toEqual([{ id, state: 'created', retry_count: 0 }]);
  // Also after a year in which nothing has run.
  const { rows } = await owner.pool.query(
    "select keep_until > now() + interval '1 year' as kept from pgboss.job where name = $1",
    [queue.name],
  );
  expect(rows).toEqual([{ kept: true }]);

  const seen: unknown[] = [];
  const work = { workers: [worker(queue, poll, async ({ data }) => void seen.push(data))] };
  await Promise.all([start(work), start(work)]);
  await expect.poll(() => jobsOf(queue.name)).toEqual([{ id, state: 'completed', retry_count: 0 }]);
  expect(seen).toEqual([{ n: 2 }]);
});

test('an exclusive queue takes one job at a time, however many ask at once', async () => {
  const queue = define('one-only', { isExclusive: true });
  const ids = await Promise.all(
    [1, 2, 3, 4].map((n) => transaction(db, (tx) => enqueue(tx, { queue, data: { n } }))),
  );
  expect(ids.filter((id) => id !== undefined)).toHaveLength(1);
});

test('a job that fails is tried again, later each time, and no more often than its queue says', async () => {
  const queue = define('failing', { retryLimit: 2 });
  const attempts: { last: boolean; at: number }[] = [];
  await start({
    workers: [
      worker(queue, poll, async ({ isLastAttempt }) => {
        attempts.push({ last: isLastAttempt, at: performance.now() });
        throw new Error('not today');
      }),
    ],
  });
  await transaction(db, (tx) => enqueue(tx, { queue, data: {} }));
  await expect.poll(async () => (await jobsOf(queue.name))[0]?.state).toBe('failed');
  expect(attempts.map(({ last }) => last)).toEqual([false, false, true]);
});

test('data that do not fit are no reason to stop', async () => {
  const queue = define('odd', { retryLimit: 0 });
  const seen: unknown[] = [];
  await start({ workers: [worker(queue, poll, async ({ data }) => void seen.push(data))] });
  await transaction(db, (tx) => enqueue(tx, { queue, data: { n: 'text' } as never }));
  await transaction(db, (tx) => enqueue(tx, { queue, data: { n: 7 } }));
  await expect.poll(() => seen).toEqual([{ n: 7 }]);
  // The outcome is written down a moment after the job has run.
  const states = async () => (await jobsOf(queue.name)).map(({ state }) => state).sort();
  await expect.poll(states).toEqual(['completed', 'failed']);
});

test('two processes with one schedule run it once at a time', async () => {
  const queue = define('each-minute');
  const runs: string[] = [];
  const work = {
    workers: [worker(queue, poll, async ({ id }) => void runs.push(id))],
    recurring: [{ queue, cron: '* * * * *', ifMissed: 'skip' } as const],
  };
  await Promise.all([start(work), start(work), start(work)]);
  await expect.poll(() => runs.length).toBeGreaterThan(0);
  // Every process looks once a second whether something is due.
  await sleep(4_000);
  const { rows } = await owner.pool.query<{ minutes: number; jobs: number }>(
    `select count(*)::int as jobs, count(distinct singleton_on)::int as minutes
       from pgboss.job where name = '__pgboss__send-it'`,
  );
  expect(rows[0]?.jobs).toBe(rows[0]?.minutes);
  expect(runs).toHaveLength(new Set(runs).size);
  expect(runs.length).toBeLessThanOrEqual(rows[0]?.minutes ?? 0);
});

test('a schedule that is not on the list any more ends', async () => {
  const { rows } = await owner.pool.query('select name from pgboss.schedule');
  expect(rows).toEqual([{ name: 'each-minute' }]);
  await start({});
  expect((await owner.pool.query('select name from pgboss.schedule')).rows).toEqual([]);
});

test('stopping lets a running job end', async () => {
  const queue = define('slow');
  const told: string[] = [];
  const running = await start({
    workers: [
      worker(queue, poll, async ({ signal }) => {
        told.push('begun');
        await sleep(1_500, undefined, { signal });
        told.push('ended');
      }),
    ],
  });
  await transaction(db, (tx) => enqueue(tx, { queue, data: {} }));
  await expect.poll(() => told).toEqual(['begun']);
  await running.stop(10_000);
  expect(told).toEqual(['begun', 'ended']);
  expect(await jobsOf(queue.name)).toMatchObject([{ state: 'completed' }]);
});

test('a job that takes longer than the grace is broken off, and the next process runs it again', async () => {
  const queue = define('too-slow');
  const told: string[] = [];
  const first = await start({
    workers: [
      worker(queue, poll, async ({ signal }) => {
        told.push('begun');
        await sleep(60_000, undefined, { signal }).catch(() => told.push('broken off'));
        signal.throwIfAborted();
      }),
    ],
  });
  await transaction(db, (tx) => enqueue(tx, { queue, data: {} }));
  await expect.poll(() => told).toEqual(['begun']);
  await first.stop(1_000);
  expect(told).toEqual(['begun', 'broken off']);
  await start({ workers: [worker(queue, poll, async () => void told.push('again'))] });
  await expect.poll(() => told).toEqual(['begun', 'broken off', 'again']);
});

test('a job whose process died is run again by another', async () => {
  const queue = define('orphan', { heartbeatS: 10 });
  const seen: string[] = [];
  await transaction(db, (tx) => enqueue(tx, { queue, data: {} }));
  // As a process that died leaves it: taken, and its last sign of life long ago.
  await owner.pool.query(
    `update pgboss.job set state = 'active', started_on = now() - interval '1 hour',
            heartbeat_on = now() - interval '59 minutes' where name = $1`,
    [queue.name],
  );
  await start({ workers: [worker(queue, poll, async ({ id }) => void seen.push(id))] });
  await expect.poll(() => jobsOf(queue.name)).toMatchObject([{ state: 'completed' }]);
  expect(seen).toHaveLength(1);
});

test('while its connections are cut the queue says so once, and goes on by itself', async () => {
  const queue = define('cut');
  const said: string[] = [];
  const log = { ...silentLog, warn: (_: unknown, text: string) => said.push(text) } as unknown as Log;
  const seen: unknown[] = [];
  await start({ workers: [worker(queue, poll, async ({ data }) => void seen.push(data))] }, log);
  const cut = () =>
    owner.pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'rappen queue' and datname = current_database()",
    );
  // As long as it lasts: whoever connects is cut off.
  for (let round = 0; round < 30; round++) {
    await cut();
    await sleep(50);
  }
  await transaction(db, (tx) => enqueue(tx, { queue, data: { n: 1 } }));
  await expect.poll(() => seen).toEqual([{ n: 1 }]);
});

test("the queue works as the application's role, quietly, on two connections, and that role can change no table", async () => {
  const said: unknown[] = [];
  const log = { ...silentLog, warn: (...args: unknown[]) => said.push(args) } as unknown as Log;
  const queue = define('quiet');
  await start({ workers: [worker(queue, poll, async () => undefined)] }, log);
  await transaction(db, (tx) => enqueue(tx, { queue, data: {} }));
  await expect.poll(() => jobsOf(queue.name)).toMatchObject([{ state: 'completed' }]);
  // Long enough for a pass of its upkeep, which comes every second here.
  await sleep(2_500);
  expect(said).toEqual([]);
  const { rows } = await owner.pool.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
      where application_name = 'rappen queue' and datname = current_database()`,
  );
  expect(rows[0]?.count).toBeLessThanOrEqual(2);
  const app = new pg.Client({ connectionString: database.appUrl });
  await app.connect();
  for (const statement of [
    'create table pgboss.mine ()',
    'alter table pgboss.job add column mine text',
    'drop table pgboss.schedule',
    'truncate pgboss.job',
    'delete from pgboss.queue',
    `select pgboss.create_queue('own-table', '{"policy": "standard", "partition": true}')`,
    'update pgboss.bam set command = command',
  ]) {
    await expect(app.query(statement), statement).rejects.toThrow(/permission denied|must be owner/);
  }
  await app.end();
});

test('the next run is at the same time on the clock on both sides of a clock change', async () => {
  const job = { queue: define('nightly'), cron: '15 3 * * *', ifMissed: 'once' } as const;
  expect(await nextRun(job, new Date('2026-03-28T12:00:00Z'))).toEqual(new Date('2026-03-29T01:15:00Z'));
  expect(await nextRun(job, new Date('2026-10-24T12:00:00Z'))).toEqual(new Date('2026-10-25T02:15:00Z'));
});
