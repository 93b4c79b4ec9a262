import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { openDatabase } from '#db/database.ts';
import { prepareDatabase } from '#db/prepare.ts';
import { transaction } from '#db/transaction.ts';
import type { Log } from '#kernel/log.ts';
import { silentLog } from '#kernel/log.ts';
import { startTestServer } from '#test/support/embedded.ts';
import { enqueue } from './enqueue.ts';
import { createQueue } from './job-queue.ts';
import { worker } from './job-worker.ts';
import type { QueueDefinition } from './queue-definition.ts';

vi.setConfig({ testTimeout: 120_000, expect: { poll: { timeout: 60_000 } } });

const JOBS: QueueDefinition<{ n: number }> = {
  name: 'outage',
  data: z.object({ n: z.number() }),
  retryLimit: 5,
  retryDelayS: 1,
  longestRetryDelayS: 2,
  expireInS: 60,
};

test('the database server is killed: what was committed is done, the process goes on, and its log stays short', async () => {
  const { server } = await startTestServer();
  const { appUrl } = await prepareDatabase(server.ownerUrl);
  const database = openDatabase(appUrl, { poolSize: 2, applicationName: 'rappen test' });
  const said: string[] = [];
  const log = { ...silentLog, warn: (_: unknown, text: string) => said.push(text) } as unknown as Log;
  const done = new Set<number>();
  const queue = createQueue({ url: appUrl, log, lookEveryS: 1 });
  await queue.start({
    workers: [worker(JOBS, { pollEveryS: 0.5 }, async ({ data }) => void done.add(data.n))],
    recurring: [],
  });
  const committed: number[] = [];
  for (let n = 0; n < 40; n++) {
    if (n === 10) process.kill(server.pid, 'SIGKILL');
    const put = transaction(database.db, (tx) => enqueue(tx, { queue: JOBS, data: { n } }));
    await put.then(
      () => committed.push(n),
      () => undefined,
    );
    await sleep(100);
  }
  await expect
    .poll(() =>
      transaction(database.db, (tx) => enqueue(tx, { queue: JOBS, data: { n: 99 } })).catch(() => undefined),
    )
    .toBeDefined();
  await expect.poll(() => [...committed, 99].filter((n) => !done.has(n))).toEqual([]);
  expect(said.length).toBeLessThan(10);
  await queue.stop(1_000);
  await database.close();
});

test('without a database stopping ends as well', async () => {
  const { server } = await startTestServer();
  const { appUrl } = await prepareDatabase(server.ownerUrl);
  const queue = createQueue({ url: appUrl, log: silentLog });
  await queue.start({ workers: [worker(JOBS, { pollEveryS: 0.5 }, async () => undefined)], recurring: [] });
  await server.stop();
  await queue.stop(1_000);
});
