import { expect, test } from 'vitest';
import { topUp } from '#billing/transactions/posting.service.ts';
import { mandateOf } from '#test/support/imported-mandate.ts';
import { broughtOver, platformOf } from '#test/support/platform-company.ts';
import { comparable, importRecords } from '#test/support/platform-records.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { differencesOf } from '#test/support/test-ledger.ts';
import { readImportMapping } from './import-mapping.ts';
import { importMandates } from './import-run.ts';
import { listImportRuns } from './import-runs.store.ts';
import { openImportSource } from './import-source.ts';
import { endTurn, takeTurn } from './import-turn.ts';
import { undoImport } from './import-undo.ts';
import type { TellProgress } from './tell-progress.ts';

const database = await createTestDatabase();
const app = database.openApp();
const MANDATES = 12;
const records = platformOf(MANDATES);

/** Stops as soon as a step has come so far. */
function stoppedAt(step: string, place: number) {
  const stopping = new AbortController();
  const progress: TellProgress = (name, done) => {
    if (name === step && done >= place) stopping.abort();
  };
  return { stop: stopping.signal, progress };
}

async function leftInStaging(): Promise<number> {
  const { rows } = await app.pool.query(`
    select (select count(*) from import_staged_record) + (select count(*) from import_staged_usage)
      + (select count(*) from import_staged_history) + (select count(*) from import_staged_problem) as count`);
  return Number(rows[0].count);
}

const runs = () => listImportRuns(app.db, 10);

test.each([
  ['reading', 0],
  ['checking', 1],
  ['checking', 2],
  ['planning', 1],
])(
  'what is stopped while it is %s (%i) has written nothing and leaves nothing behind',
  async (step, place) => {
    for (const dryRun of [false, true]) {
      await expect(importRecords(app, records, { dryRun, ...stoppedAt(step, place) })).rejects.toMatchObject({
        code: 'conflict',
        message: 'The import was stopped. Nothing was written.',
      });
      expect([await leftInStaging(), await runs(), await broughtOver(app)]).toEqual([0, [], []]);
    }
  },
);

test('a statement that takes long is given up when it is stopped', async () => {
  const owner = database.openOwner(1);
  const stopping = new AbortController();
  const lock = await owner.pool.connect();
  await lock.query('begin; lock table import_staged_problem in share mode');
  const run = importRecords(app, records, { stop: stopping.signal });
  const refused = expect(run).rejects.toMatchObject({ code: 'conflict' });
  await expect
    .poll(async () => {
      const { rows } = await lock.query(
        "select count(*)::int4 as waiting from pg_locks where not granted and relation = 'import_staged_problem'::regclass",
      );
      return rows[0].waiting;
    })
    .toBe(1);
  stopping.abort();
  // The lock is still held: it does not wait for it.
  await refused;
  await lock.query('rollback');
  lock.release();
});

test("a query of the platform's database that takes long is given up when it is stopped", async () => {
  const stopping = new AbortController();
  const mapping = {
    ...(await readImportMapping(undefined)),
    queries: { mandates: "select 'slow' as id, 'Slow AG' as name from pg_sleep(600)" },
  };
  const source = await openImportSource(database.ownerUrl, mapping, stopping.signal);
  const { sources } = source;
  const run = importMandates(app, { source: '', sources, mapping, dryRun: true, stop: stopping.signal });
  const refused = expect(run).rejects.toMatchObject({ message: expect.stringContaining('was stopped') });
  const asleep = "select count(*)::int4 as count from pg_stat_activity where wait_event = 'PgSleep'";
  const { pool } = database.openOwner(1);
  await expect.poll(async () => (await pool.query(asleep)).rows[0].count).toBe(1);
  stopping.abort();
  await refused;
  await source.close();
});

test('a run that is stopped while it books reports what it did, and the next one does the rest', async () => {
  const stopped = await importRecords(app, records, stoppedAt('booking', 5));
  // The fifth and the sixth are booked side by side.
  expect(stopped).toMatchObject({ interrupted: true, notReached: MANDATES - 6 });
  expect(stopped.totals).toMatchObject({
    ...{ created: 6, openingAfterChf: '16.500000000', openingDifferenceChf: '16.500000000' },
    ...{ historyCalls: 18 },
  });
  expect(stopped.mandates.map(({ mandate }) => mandate)).toEqual([
    'm0000',
    'm0001',
    'm0002',
    'm0003',
    'm0004',
    'm0005',
  ]);
  expect(await broughtOver(app)).toHaveLength(6);
  expect(await runs()).toMatchObject([
    { run: stopped.run, state: 'interrupted', created: 6, opening: 16_500_000_000n, takenBack: 0 },
  ]);

  const rehearsal = await importRecords(app, records, { dryRun: true });
  const rest = await importRecords(app, records);
  expect(rest).toMatchObject({ interrupted: false, notReached: 0, totals: { created: 6, unchanged: 6 } });
  expect(comparable(rest)).toEqual(comparable(rehearsal));
  const other = await createTestDatabase();
  const undisturbed = other.openApp();
  await importRecords(undisturbed, records);
  expect(await broughtOver(app)).toEqual(await broughtOver(undisturbed));
  await other.drop();
  expect(await differencesOf(database)).toEqual([]);
});

test('a run that died is interrupted: in the list at once, in its row by the next one', async () => {
  await app.pool.query("insert into import_run (id, source) values (gen_random_uuid(), 'died')");
  const states = async () => (await runs()).map(({ source, state }) => [source, state]);
  expect((await states())[0]).toEqual(['died', 'interrupted']);
  const client = await app.pool.connect();
  await takeTurn(client);
  expect((await states())[0]).toEqual(['died', 'running']);
  await expect(importRecords(app, records)).rejects.toMatchObject({ message: 'Another import is running.' });
  await expect(undoImport(app, { run: crypto.randomUUID() })).rejects.toMatchObject({ code: 'conflict' });
  await endTurn(client);
  await importRecords(app, records, { dryRun: true });
  const { rows } = await app.pool.query("select state, finished_at from import_run where source = 'died'");
  expect(rows).toEqual([{ state: 'interrupted', finished_at: null }]);
});

test('an undo is rehearsed, stopped, gone on with, and listed', async () => {
  const [second, first] = (await runs()).filter(({ source }) => source === 'test');
  const run = second?.run ?? '';
  await topUp(app.db, { mandateId: await mandateOf(app, 'm0009'), amount: 5n, idempotencyKey: 'bank' });
  const before = await broughtOver(app);
  const listed = await runs();
  const rehearsal = await undoImport(app, { run, dryRun: true });
  expect(rehearsal).toMatchObject({
    ...{ run: null, dryRun: true, interrupted: false, bookedChf: '-43.250000000', historyCalls: 15 },
    undone: ['m0006', 'm0007', 'm0008', 'm0010', 'm0011'],
    refused: [{ mandate: 'm0009', problem: expect.stringContaining('something else was booked') }],
  });
  expect(rehearsal.suspended).toEqual(rehearsal.undone);
  expect([await broughtOver(app), await runs()]).toEqual([before, listed]);

  const stopped = await undoImport(app, { run, ...stoppedAt('taking back', 2) });
  expect(stopped).toMatchObject({
    ...{ interrupted: true, notReached: 4, undone: ['m0006', 'm0007'], bookedChf: '-13.500000000' },
  });
  const rest = await undoImport(app, { run });
  expect(rest).toMatchObject({
    ...{ interrupted: false, undone: rehearsal.undone.slice(2), refused: rehearsal.refused },
  });
  expect(await runs()).toMatchObject([
    { run: rest.run, state: 'done', undoes: run, takenBack: 3, opening: -29_750_000_000n },
    { run: stopped.run, state: 'interrupted', undoes: run, takenBack: 2, opening: -13_500_000_000n },
    { state: 'interrupted', source: 'died' },
    { run, created: 6, takenBack: 5, undoneBy: expect.arrayContaining([stopped.run, rest.run]) },
    { run: first?.run, created: 6, takenBack: 0, undoneBy: [] },
  ]);
  expect(await differencesOf(database)).toEqual([]);
});
