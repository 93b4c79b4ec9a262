import { afterAll, expect, test } from 'vitest';
import { topUp } from '#billing/transactions/posting.service.ts';
import { SseQueue } from '#http/sse/sse-queue.ts';
import { uuidOf } from '#kernel/id.ts';
import { silentLog } from '#kernel/log.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import {
  charge,
  createSpender,
  holdRequest,
  openTestLedger,
  type TestSpender,
} from '#test/support/test-ledger.ts';
import { AccountWatch } from './account-watch.ts';
import { changedWallets, currentSnapshot, rowsIn, seqsAt } from './event.store.ts';
import { rangesOf } from './seq-ranges.ts';

const database = await createTestDatabase();
const app = database.openApp();
const owner = database.openOwner();
const ledger = openTestLedger(database);
afterAll(() => ledger.close());

const watched = (spender: TestSpender) => ({ mandates: [uuidOf(spender.mandateId)], pools: [], owners: [] });

/** The rows that are new since the snapshot, by their numbers, and the snapshot of now. */
async function look(spender: TestSpender, since: string) {
  const { now, wallets } = await changedWallets(app.db, since, watched(spender));
  const ranges = rangesOf(wallets, await seqsAt(app.db, since, wallets));
  const rows = await rowsIn(app.db, ranges, { limit: 100 });
  return { now, wallets: wallets.length, seqs: rows.map(({ seq }) => Number(seq)) };
}

async function add(spender: TestSpender, key: string): Promise<void> {
  await topUp(app.db, { mandateId: spender.mandateId, amount: 1n, idempotencyKey: key });
}

test('each look finds what is new since the one before, and nothing twice', async () => {
  const spender = await createSpender(app, { balance: 1_000n });
  let since = await currentSnapshot(app.db);
  expect(await look(spender, since)).toMatchObject({ wallets: 0, seqs: [] });
  for (let round = 0; round < 5; round++) {
    for (let count = 0; count <= round; count++) await add(spender, `${round}.${count}`);
    const found = await look(spender, since);
    expect(found.seqs).toHaveLength(round + 1);
    since = found.now;
  }
  expect((await look(spender, since)).seqs).toEqual([]);
  const hold = await ledger.authorize(holdRequest(spender, 10n));
  expect(hold.outcome).toBe('granted');
  expect(await look(spender, since)).toMatchObject({ wallets: 1, seqs: [] });
});

test('a booking that is committed late is found, though younger ones were told before', async () => {
  const [slow, quick] = [
    await createSpender(app, { balance: 10n }),
    await createSpender(app, { balance: 10n }),
  ];
  const both = { ...watched(slow), mandates: [uuidOf(slow.mandateId), uuidOf(quick.mandateId)] };
  const client = await owner.pool.connect();
  try {
    let since = await currentSnapshot(app.db);
    await client.query('begin');
    await client.query(
      `select ledger_post($1, $2, 'top_up', 5, gen_random_uuid(), 'late', gen_random_uuid(), null, null, null, null, null)`,
      [uuidOf(slow.mandateId), uuidOf(slow.walletId)],
    );
    await add(quick, 'quick');
    const first = await changedWallets(app.db, since, both);
    expect(first.wallets.map(({ mandate }) => mandate)).toEqual([uuidOf(quick.mandateId)]);
    since = first.now;
    await client.query('commit');
    const second = await changedWallets(app.db, since, both);
    expect(second.wallets.map(({ mandate }) => mandate)).toEqual([uuidOf(slow.mandateId)]);
    expect((await look(slow, since)).seqs).toEqual([2]);
    expect((await look(quick, since)).seqs).toEqual([]);
  } finally {
    client.release();
  }
});

test('nothing that writes to the ledger opens a subtransaction, which a snapshot would not list', async () => {
  const { rows } = await owner.pool.query(
    `select proname from pg_proc where pronamespace = 'public'::regnamespace and prosrc ~* 'exception\\s+when'`,
  );
  expect(rows).toEqual([]);
});

test('a look that fails half-way goes on where it was: nothing is lost, nothing comes twice', async () => {
  const spender = await createSpender(app, { balance: 1_000_000n });
  const breaking = database.openApp(1);
  let failures = 0;
  const log = { ...silentLog, warn: () => void failures++ };
  const watch = new AccountWatch({ db: breaking.db, log, everyMs: 5 });
  const subscriber = {
    view: {
      mandate: uuidOf(spender.mandateId),
      user: uuidOf(spender.userId),
      all: true,
      spendsFrom: 'pool' as const,
    },
    queue: new SseQueue(10_000_000),
  };
  await watch.join(subscriber);
  let text = '';
  const reading = (async () => {
    for await (const piece of subscriber.queue) text += piece.toString();
  })();
  const made: string[] = [];
  for (let round = 0; round < 60 || (failures < 3 && round < 3_000); round++) {
    const request = holdRequest(spender, 100n);
    await ledger.authorize(request);
    await ledger.capture({ ...request, charge: charge(3n) });
    made.push(uuidOf(request.holdId));
    // Its connection is cut again and again, in the middle of whatever it does.
    await owner.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and state = 'active' and query like '%clock%' and pid <> pg_backend_pid()`,
    );
  }
  const told = () => [...text.matchAll(/^data: \{"id":"txn_([0-9a-f-]+)"/gm)].map(([, id]) => id);
  await expect.poll(() => told().length, { timeout: 10_000 }).toBeGreaterThanOrEqual(made.length);
  expect(told()).toEqual(made);
  expect(failures).toBeGreaterThan(0);
  watch.leave(subscriber);
  subscriber.queue.end();
  await reading;
});

test('a watch that was closed asks a database that is gone no more', async () => {
  const spender = await createSpender(app, { balance: 1n });
  const leaving = database.openApp(1);
  let warnings = 0;
  const log = { ...silentLog, warn: () => void warnings++ };
  const watch = new AccountWatch({ db: leaving.db, log, everyMs: 1 });
  const view = {
    ...{ mandate: uuidOf(spender.mandateId), user: uuidOf(spender.userId) },
    ...{ all: true, spendsFrom: 'pool' as const },
  };
  await watch.join({ view, queue: new SseQueue(1_000) });
  watch.close();
  await leaving.close();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(warnings).toBe(0);
});
