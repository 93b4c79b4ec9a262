import { expect, test } from 'vitest';
import { findAddress, upsertAddress } from '#billing/addresses/billing-address.store.ts';
import { findSettings } from '#billing/settings/settings.store.ts';
import { setTerms } from '#billing/settings/settings-change.service.ts';
import { transaction } from '#db/transaction.ts';
import { findMandate, updateMandateName } from '#identity/mandates/mandate.store.ts';
import { deleteMembership, findMembers, updateRole, updateUserName } from '#identity/members/member.store.ts';
import { deleteRule, findRules, upsertRule } from '#identity/roles/role.store.ts';
import { must } from '#kernel/assert.ts';
import { NANO_PER_CHF } from '#kernel/money.ts';
import { mandateOf } from '#test/support/imported-mandate.ts';
import { comparable, importRecords, type PlatformRecords } from '#test/support/platform-records.ts';
import { createTestDatabase } from '#test/support/test-database.ts';

const database = await createTestDatabase();
const app = database.openApp();

const ADDRESS = { company: 'Alt AG', postcode: '8001', town: 'Zürich', country: 'CH' };

/** The report on the one mandate of a run, which its rehearsal and a run after it agree with. */
async function reported(records: PlatformRecords) {
  const rehearsal = await importRecords(app, records, { dryRun: true });
  const run = await importRecords(app, records);
  expect(comparable(run)).toEqual(comparable(rehearsal));
  const again = await importRecords(app, records);
  expect(again.mandates.map(({ outcome, changes }) => [outcome, changes])).toEqual([['unchanged', []]]);
  expect(again.mandates[0]?.notes).toEqual(run.mandates[0]?.notes);
  return must(run.mandates[0], 'the mandate');
}

test('fields that were changed here stay, each by itself, and are named until both say the same', async () => {
  const first = { id: 'f', name: 'Alt', billingModel: 'postpaid', creditLimit: '100', address: ADDRESS };
  await reported({ mandate: [first] });
  const mandateId = await mandateOf(app, 'f');
  await transaction(app.db, async (tx) => {
    await updateMandateName(tx, mandateId, 'Hier AG');
    await setTerms(tx, mandateId, { billingModel: 'postpaid', creditLimit: 500n * NANO_PER_CHF });
  });
  const second = {
    ...first,
    name: 'Neu',
    creditLimit: '200',
    status: 'suspended',
    address: { ...ADDRESS, town: 'Bern' },
  };
  expect(await reported({ mandate: [second] })).toMatchObject({
    outcome: 'changed',
    changes: ['status: active becomes suspended', 'address'],
    notes: [
      'left alone: name: is Hier AG here, and Neu there',
      'left alone: creditLimit: is 500.00 here, and 200.00 there',
    ],
  });
  expect(await findMandate(app.db, mandateId)).toMatchObject({ name: 'Hier AG', status: 'suspended' });
  expect(await findSettings(app.db, mandateId)).toMatchObject({ creditLimit: 500n * NANO_PER_CHF });
  expect(await findAddress(app.db, mandateId)).toMatchObject({ town: 'Bern' });

  await transaction(app.db, async (tx) => {
    await upsertAddress(tx, mandateId, {
      ...must(await findAddress(tx, mandateId), 'it'),
      company: 'Hier AG',
    });
    await setTerms(tx, mandateId, { billingModel: 'prepaid_mandate', creditLimit: 0n });
    await updateMandateName(tx, mandateId, 'Neu');
  });
  const third = { ...second, creditLimit: '300', address: { ...ADDRESS, town: 'Genf' } };
  expect(await reported({ mandate: [third] })).toMatchObject({
    outcome: 'unchanged',
    notes: [
      'left alone: billingModel: is prepaid_mandate here, and postpaid there',
      'left alone: creditLimit: is 0.00 here, and 300.00 there',
      'left alone: address: was changed here',
    ],
  });
  expect(await findSettings(app.db, mandateId)).toMatchObject({ billingModel: 'prepaid_mandate' });
  expect(await findAddress(app.db, mandateId)).toMatchObject({ company: 'Hier AG', town: 'Bern' });
});

test('what an administrator forbade stays forbidden, and what he allowed stays allowed', async () => {
  const role = (providers: string[]) => ({
    mandate: [{ id: 'r', name: 'r' }],
    role: [{ mandate: 'r', role: 'user', providers }],
  });
  await reported(role(['openai', 'tavily']));
  const mandateId = await mandateOf(app, 'r');
  const rule = (provider: string, allowed: boolean) =>
    upsertRule(app.db, mandateId, 'user', { resource: `resource.aicore.${provider}`, allowed });
  const rules = async () =>
    (await findRules(app.db, mandateId, 'user'))
      .filter(({ resource }) => resource.includes('aicore'))
      .map(({ resource, allowed }) => `${resource.slice('resource.aicore.'.length)} ${allowed}`);
  await rule('openai', false);
  await rule('anthropic', false);
  await rule('perplexity', true);
  await deleteRule(app.db, mandateId, 'user', 'resource.aicore.tavily');
  expect(await reported(role(['anthropic']))).toMatchObject({
    outcome: 'unchanged',
    changes: [],
    notes: ['left alone: user may not use anthropic here'],
  });
  expect(await rules()).toEqual(['anthropic false', 'openai false', 'perplexity true']);
  expect(await reported(role(['*']))).toMatchObject({ outcome: 'changed', changes: ['user may use *'] });
  expect(await rules()).toEqual(['* true', 'anthropic false', 'openai false', 'perplexity true']);
});

test('members and their names that were changed here stay, and are counted as such', async () => {
  const roles = ['user', 'viewer', 'mandate_admin'].map((name) => ({
    mandate: 'p',
    role: name,
    providers: [],
  }));
  const people = ['promoted', 'removed', 'renamed', 'same', 'gone'];
  const records = {
    mandate: [{ id: 'p', name: 'p' }],
    user: people.map((id) => ({ id, email: `${id}@p.ch`, name: id })),
    role: roles,
    membership: people.map((user) => ({ mandate: 'p', user, role: 'user' })),
  };
  await reported(records);
  const mandateId = await mandateOf(app, 'p');
  const members = await findMembers(app.db, mandateId, { limit: 10 });
  const idOf = (name: string) =>
    must(
      members.find((member) => member.name === name),
      name,
    ).userId;
  await transaction(app.db, async (tx) => {
    await updateRole(tx, mandateId, idOf('promoted'), 'mandate_admin');
    await updateRole(tx, mandateId, idOf('gone'), 'mandate_admin');
    await deleteMembership(tx, mandateId, idOf('removed'));
    await updateUserName(tx, idOf('renamed'), 'Hier');
  });
  const changed = {
    ...records,
    user: records.user.map((one) => (one.id === 'renamed' ? { ...one, name: 'Dort' } : one)),
    membership: ['promoted', 'removed', 'renamed', 'same'].map((user) => ({
      mandate: 'p',
      user,
      role: 'viewer',
    })),
  };
  expect(await reported(changed)).toMatchObject({
    outcome: 'changed',
    changes: ['2 members with another role'],
    notes: ['left alone: 3 members who were changed here', 'left alone: 1 users who have another name here'],
  });
  const after = await findMembers(app.db, mandateId, { limit: 10 });
  expect(after.map(({ email, name, role }) => `${email} ${name} ${role}`).toSorted()).toEqual([
    'gone@p.ch gone mandate_admin',
    'promoted@p.ch promoted mandate_admin',
    'renamed@p.ch Hier viewer',
    'same@p.ch same viewer',
  ]);
});
