import { expect, test } from 'vitest';
import { findSettings } from '#billing/settings/settings.store.ts';
import { setTerms } from '#billing/settings/settings-change.service.ts';
import { transaction } from '#db/transaction.ts';
import { findMandate } from '#identity/mandates/mandate.store.ts';
import { findRules } from '#identity/roles/role.store.ts';
import { uuidOf } from '#kernel/id.ts';
import { mandateOf, sumsOf } from '#test/support/imported-mandate.ts';
import { importRecords } from '#test/support/platform-records.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { differencesOf } from '#test/support/test-ledger.ts';
import { undoImport } from './import-undo.ts';

const database = await createTestDatabase();
const app = database.openApp();

const undo = async ({ run }: { readonly run: string | null }) => undoImport(app, { run: run ?? '' });

async function notesOf(mandate: string): Promise<string[]> {
  const { rows } = await app.pool.query<{ note: string }>(
    'select note from billing_transaction where mandate_id = $1 order by at',
    [uuidOf(await mandateOf(app, mandate))],
  );
  return rows.map(({ note }) => note);
}

test('what stays after an undo is what the next import compares with', async () => {
  const first = {
    mandate: [{ id: 'a', name: 'Alt', openingBalance: '10', status: 'active' }],
    role: [{ mandate: 'a', role: 'user', providers: ['openai'] }],
  };
  const second = {
    mandate: [{ id: 'a', name: 'Neu', openingBalance: '4', status: 'suspended' }],
    role: [{ mandate: 'a', role: 'user', providers: ['tavily'] }],
  };
  await importRecords(app, first);
  const changed = await importRecords(app, second);
  await undo(changed);
  const mandateId = await mandateOf(app, 'a');
  expect(await findMandate(app.db, mandateId)).toMatchObject({ name: 'Neu', status: 'suspended' });

  const report = await importRecords(app, first);
  expect(report.mandates[0]).toMatchObject({
    changes: [
      'name: Neu becomes Alt',
      'status: suspended becomes active',
      'user may not use tavily',
      'user may use openai',
    ],
    opening: { beforeChf: '10.000000000', differenceChf: '0.000000000' },
  });
  expect(await findMandate(app.db, mandateId)).toMatchObject({ name: 'Alt', status: 'active' });
  const rules = await findRules(app.db, mandateId, 'user');
  expect(rules.map(({ resource }) => resource).filter((name) => name.includes('aicore'))).toEqual([
    'resource.aicore.openai',
  ]);
  expect(await notesOf('a')).toEqual([
    'Saldo bei der bisherigen Plattform',
    'Saldo bei der bisherigen Plattform, berichtigt',
    'Übernahme von der bisherigen Plattform zurückgenommen',
  ]);
});

test('an undo is none to be undone; what came over again after one is suspended by the next', async () => {
  const records = { mandate: [{ id: 'b', name: 'B', openingBalance: '7' }] };
  const undone = await undo(await importRecords(app, records));
  await expect(undo(undone)).rejects.toMatchObject({ code: 'not_found' });
  expect((await importRecords(app, {})).notNamed).toEqual({ count: 1, first: ['a'] });
  const again = await importRecords(app, records);
  expect(again.notNamed.first).toEqual(['a']);
  expect(again.mandates[0]).toMatchObject({ outcome: 'created' });
  const mandateId = await mandateOf(app, 'b');
  expect(await findMandate(app.db, mandateId)).toMatchObject({ status: 'active' });
  await undo(again);
  await expect(undo(again)).rejects.toMatchObject({ code: 'not_found' });
  expect(await findMandate(app.db, mandateId)).toMatchObject({ status: 'suspended' });
  expect(await sumsOf(app, 'b')).toMatchObject({ opening: '0.000000000' });
  expect(await differencesOf(database)).toEqual([]);
});

test('billing model and credit limit go back with the money, but not where somebody changed them here', async () => {
  const owing = { id: 'c', name: 'C', openingBalance: '-5', billingModel: 'postpaid', creditLimit: '10' };
  const prepaid = { id: 'c', name: 'C', openingBalance: '6' };
  await importRecords(app, { mandate: [owing] });
  const mandateId = await mandateOf(app, 'c');
  const terms = async () => (await findSettings(app.db, mandateId))?.billingModel;
  expect(await undo(await importRecords(app, { mandate: [prepaid] }))).toMatchObject({ undone: ['c'] });
  expect([await terms(), (await sumsOf(app, 'c')).opening]).toEqual(['postpaid', '-5.000000000']);
  expect((await importRecords(app, { mandate: [owing] })).totals.unchanged).toBe(1);

  const again = await importRecords(app, { mandate: [prepaid] });
  await transaction(app.db, (tx) => setTerms(tx, mandateId, { billingModel: 'unlimited', creditLimit: 0n }));
  expect(await undo(again)).toMatchObject({ undone: ['c'] });
  expect(await terms()).toBe('unlimited');
  expect(await differencesOf(database)).toEqual([]);
});
