import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '#db/database.ts';
import { attachOrStart } from '#db/embedded/embedded-server.ts';
import { findPostmaster } from '#db/embedded/postmaster.ts';
import { readImportMapping } from '#onboarding/import/import-mapping.ts';
import { importMandates } from '#onboarding/import/import-run.ts';
import { listImportRuns } from '#onboarding/import/import-runs.store.ts';
import { openImportSource } from '#onboarding/import/import-source.ts';
import { initialisedDataDir } from '#test/support/embedded.ts';
import { breakGroup, holdUp, startImport } from '#test/support/import-process.ts';
import { broughtOver, platformOf, writePlatform } from '#test/support/platform-company.ts';
import { runRappen } from '#test/support/rappen-process.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { differencesOf } from '#test/support/test-ledger.ts';

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
const MANDATES = 60;
/** Of the two mandates at which a run is held up: fifty are booked by then. */
const HELD_AT = 'bruno.50@muster.example';

const directory = mkdtempSync(join(tmpdir(), 'rappen-import-'));
const platform = join(directory, 'platform');
const mappingFile = join(directory, 'mapping.json');
const importArguments = ['import-mandates', platform, '--mapping', mappingFile];
const database = await createTestDatabase();
/** What comes over where nobody stops anything. */
let undisturbed: readonly unknown[];

beforeAll(async () => {
  mkdirSync(platform);
  writePlatform(platform, platformOf(MANDATES));
  writeFileSync(mappingFile, '{"chfPerUsd": {"2000-01-01": "0.80"}}');
  const other = await createTestDatabase();
  const app = other.openApp();
  expect((await importPlatform(app)).totals).toMatchObject({ created: MANDATES, refused: 0 });
  undisturbed = await broughtOver(app);
  await other.drop();
});
afterAll(() => rmSync(directory, { recursive: true }));

async function importPlatform(app: Database) {
  const mapping = await readImportMapping(mappingFile);
  const { sources } = await openImportSource(platform, mapping);
  return importMandates(app, { source: 'platform', sources, mapping, dryRun: false });
}

test('Ctrl-C through npm, with the embedded server: it ends after the mandates that it is at, and goes on the next time', async () => {
  const dataDir = await initialisedDataDir();
  const settings = { DATA_DIR: dataDir };
  expect((await runRappen(settings, 'migrate')).exitCode).toBe(0);
  const report = join(directory, 'report.json');
  const npm = ['run', '--silent', 'rappen', '--', ...importArguments, '--report', report];
  const run = startImport('npm', npm, settings);
  await expect
    .poll(() => findPostmaster(join(dataDir, 'postgres')), { timeout: 60_000, interval: 20 })
    .toBeDefined();
  const { ownerUrl } = await attachOrStart({ dataDir });
  const held = await holdUp(ownerUrl, HELD_AT);
  await held.waits();
  breakGroup(run);
  await run.says('stopping in order');
  await held.letGo();
  const { code, stdout } = await run.ended;
  expect([code, stdout]).toEqual([1, expect.stringContaining('8 mandates are still to come: run it again')]);
  expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({
    ...{ interrupted: true, notReached: 8, totals: { created: 52, openingAfterChf: '1339.000000000' } },
  });
  expect(findPostmaster(join(dataDir, 'postgres'))).toBeUndefined();

  const again = await runRappen(settings, ...importArguments, '--json');
  expect(again).toMatchObject({
    ...{ exitCode: 0, json: { interrupted: false, totals: { created: 8, unchanged: 52 } } },
  });
  const server = await attachOrStart({ dataDir });
  const app = openDatabase(server.ownerUrl, { poolSize: 2, applicationName: 'rappen test' });
  expect(await broughtOver(app)).toEqual(undisturbed);
  await app.close();
  await server.close();
});

test('killed, told to end, and broken off twice: each run goes on where the last one was, and nothing is booked twice', async () => {
  const app = database.openApp();
  const settings = { DATABASE_URL: database.ownerUrl, DATABASE_APP_URL: database.appUrl };
  const start = () => startImport(process.execPath, [CLI, ...importArguments], settings);
  const states = async () => (await listImportRuns(app.db, 9)).map(({ state, created }) => [state, created]);

  // At the first two mandates: nothing is booked yet.
  const early = await holdUp(database.ownerUrl, 'bruno.0@muster.example');
  const told = start();
  await early.waits();
  told.child.kill('SIGTERM');
  await told.says('stopping in order');
  await early.letGo();
  expect((await told.ended).code).toBe(1);
  expect(await states()).toEqual([['interrupted', 2]]);

  const held = await holdUp(database.ownerUrl, HELD_AT);
  const killed = start();
  await held.waits();
  killed.child.kill('SIGKILL');
  await once(killed.child, 'exit');
  expect(await states()).toEqual([
    ['interrupted', 48],
    ['interrupted', 2],
  ]);
  // The server has heard of its death once it wants to answer.
  await held.letGo();
  const again = await holdUp(database.ownerUrl, HELD_AT);
  const impatient = start();
  await again.waits();
  impatient.child.kill('SIGINT');
  await impatient.says('stopping in order');
  impatient.child.kill('SIGINT');
  // The mandates are still held up: this one does not wait for it.
  expect((await impatient.ended).code).toBe(1);
  await again.letGo();

  expect((await importPlatform(app)).totals).toMatchObject({ created: 10, unchanged: 50 });
  expect(await states()).toEqual([
    ['done', 10],
    ['interrupted', 0],
    ['interrupted', 48],
    ['interrupted', 2],
  ]);
  expect(await broughtOver(app)).toEqual(undisturbed);
  expect(await differencesOf(database)).toEqual([]);
});
