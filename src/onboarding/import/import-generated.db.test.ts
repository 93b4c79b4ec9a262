import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findWallet } from '#billing/accounts/account.store.ts';
import { changeCustomer } from '#billing/mandates/mandate-admin.service.ts';
import { post } from '#billing/transactions/posting.service.ts';
import { transaction } from '#db/transaction.ts';
import { updateMandateName } from '#identity/mandates/mandate.store.ts';
import { upsertRule } from '#identity/roles/role.store.ts';
import { must } from '#kernel/assert.ts';
import { idOf, type MandateId } from '#kernel/id.ts';
import { formatChf } from '#kernel/money.ts';
import { databaseContent } from '#test/support/database-content.ts';
import {
  type GeneratedPlatform,
  generatedPlatform,
  recordsOf,
  worthOf,
} from '#test/support/generated-platform.ts';
import { comparable, importRecords } from '#test/support/platform-records.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { differencesOf } from '#test/support/test-ledger.ts';
import { undoImport } from './import-undo.ts';

const database = await createTestDatabase();
const app = database.openApp();

const DEEDS = ['nothing', 'spend', 'rename', 'forbid', 'close'] as const;

/** What the platform's mandates have here: opening and history in nano-CHF. */
async function sumsHere(platform: string) {
  const { rows } = await app.pool.query<{
    id: string;
    mandate: string;
    opening: string;
    worth: string;
    calls: string;
  }>(
    `select external_id as id, mandate,
       (select coalesce(sum(amount), 0)::text from billing_transaction t where t.mandate_id = m.mandate and type = 'opening') as opening,
       (select coalesce(sum(worth), 0)::text from billing_history_daily h where h.mandate_id = m.mandate) as worth,
       (select coalesce(sum(calls), 0)::text from billing_history_daily h where h.mandate_id = m.mandate) as calls
     from import_mandate m where platform = $1`,
    [platform],
  );
  return new Map(rows.map(({ id, mandate, ...sums }) => [id, { mandateId: idOf('mnd', mandate), sums }]));
}

async function expectImported(platform: string, source: GeneratedPlatform) {
  const records = recordsOf(source, `${platform}.ch`);
  const options = { mapping: { platform } };
  const before = await sumsHere(platform);
  const content = await databaseContent(database);
  const rehearsal = await importRecords(app, records, { ...options, dryRun: true });
  expect(await databaseContent(database)).toEqual(content);
  const run = await importRecords(app, records, options);
  expect(comparable(run)).toEqual(comparable(rehearsal));

  const after = await sumsHere(platform);
  for (const { mandate: id, outcome, opening, history } of run.mandates) {
    const one = must(source[Number(id.slice(1))], 'a mandate of the source');
    const was = before.get(id)?.sums ?? { opening: '0', worth: '0', calls: '0' };
    const said = {
      opening: `${one.opening ?? was.opening}`,
      worth: `${worthOf(one)}`,
      calls: `${one.calls.length}`,
    };
    const now = after.get(id)?.sums ?? { opening: '0', worth: '0', calls: '0' };
    expect(now).toEqual(outcome === 'refused' ? was : said);
    expect(opening).toMatchObject({ beforeChf: chf(was.opening), afterChf: chf(now.opening) });
    expect(history).toMatchObject({ beforeChf: chf(was.worth), afterChf: chf(now.worth) });
  }
  for (const [id, { sums }] of before) {
    if (!run.mandates.some(({ mandate }) => mandate === id)) expect(after.get(id)?.sums).toEqual(sums);
  }

  const done = await databaseContent(database);
  const again = await importRecords(app, records, options);
  expect(again.totals).toMatchObject({ created: 0, changed: 0 });
  expect({ ...(await databaseContent(database)), import_run: '' }).toEqual({ ...done, import_run: '' });
  return run.run ?? '';
}

function chf(nano: string): string {
  return formatChf(BigInt(nano));
}

/** What people do here between two imports. */
async function act(deed: (typeof DEEDS)[number], mandateId: MandateId, balance: bigint) {
  if (deed === 'rename') await transaction(app.db, (tx) => updateMandateName(tx, mandateId, 'Hier AG'));
  if (deed === 'forbid') {
    await upsertRule(app.db, mandateId, 'user', { resource: 'resource.aicore.openai', allowed: false });
  }
  if (deed === 'close') {
    await changeCustomer(app.db, { mandateId }, { status: 'closed', remainingChf: formatChf(balance) });
  }
  if (deed === 'spend' && balance > 0n) {
    const walletId = must(await findWallet(app.db, mandateId, undefined), 'the pool');
    const amount = -(balance + 1n) / 2n;
    await post(app.db, { mandateId, walletId, type: 'adjustment', amount, idempotencyKey: 'spent' });
  }
}

test('of any platform what goes in comes out, as it was rehearsed, again, and back', async () => {
  let place = 0;
  const history = fc.tuple(generatedPlatform, fc.constantFrom(...DEEDS), generatedPlatform);
  await fc.assert(
    fc.asyncProperty(history, async ([first, deed, second]) => {
      const platform = `p${place++}`;
      const made = await expectImported(platform, first);
      const here = await sumsHere(platform);
      const some = here.get('m0');
      if (some) await act(deed, some.mandateId, BigInt(some.sums.opening));
      const between = await sumsHere(platform);
      const changed = await expectImported(platform, second);

      for (const [run, before] of [
        [changed, between],
        [made, new Map()],
      ] as const) {
        const undone = await undoImport(app, { run }).catch(() => undefined);
        const after = await sumsHere(platform);
        for (const id of undone?.undone ?? []) {
          expect(after.get(id)?.sums).toEqual(
            before.get(id)?.sums ?? { opening: '0', worth: '0', calls: '0' },
          );
        }
        // What was spent, or closed, is the one reason why something stays.
        if (deed === 'nothing' || deed === 'rename') expect(undone?.refused ?? []).toEqual([]);
      }
      await expectImported(platform, second);
      expect(await differencesOf(database)).toEqual([]);
    }),
    { numRuns: 6, endOnFailure: true },
  );
});
