import { expect, test } from 'vitest';
import { topUp } from '#billing/transactions/posting.service.ts';
import { findMandate } from '#identity/mandates/mandate.store.ts';
import { findMembers } from '#identity/members/member.store.ts';
import { findRules } from '#identity/roles/role.store.ts';
import { mandateOf, sumsOf } from '#test/support/imported-mandate.ts';
import { comparable, importRecords } from '#test/support/platform-records.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { differencesOf } from '#test/support/test-ledger.ts';
import { undoImport } from './import-undo.ts';

const database = await createTestDatabase();
const app = database.openApp();

const CALL = { at: '2026-03-01T12:00:00Z', provider: 'openai', model: 'gpt-4.1', costUsd: '1' };

test('what changed at the platform changes here, and nothing else; a run is taken back by counter-bookings', async () => {
  const first = {
    mandate: [
      { id: 'a', name: 'A AG', openingBalance: '100' },
      { id: 'b', name: 'B AG', openingBalance: '50' },
    ],
    user: [
      { id: 'u1', email: 'u1@a.ch', name: 'Eins' },
      { id: 'u2', email: 'u2@a.ch' },
    ],
    role: [
      { mandate: 'a', role: 'user', providers: ['openai'] },
      { mandate: 'b', role: 'user', providers: ['openai'] },
    ],
    membership: [
      { mandate: 'a', user: 'u1', role: 'user' },
      { mandate: 'a', user: 'u2', role: 'user' },
    ],
    usage: [{ ...CALL, id: 1, mandate: 'a', user: 'u1' }],
  };
  const made = await importRecords(app, first);
  const second = {
    ...first,
    mandate: [{ ...first.mandate[0], openingBalance: '70.5' }, first.mandate[1]].map((one) => ({ ...one })),
    user: [{ ...first.user[0], name: 'Eins Neu' }, first.user[1]].map((one) => ({ ...one })),
    role: [{ mandate: 'a', role: 'user', providers: ['anthropic'] }, { ...first.role[1] }],
    membership: first.membership.slice(0, 1),
    usage: [{ ...CALL, id: 1, mandate: 'a', user: 'u1', costUsd: '0.5' }],
  };
  const rehearsal = await importRecords(app, second, { dryRun: true });
  const run = await importRecords(app, second);
  expect(comparable(run)).toEqual(comparable(rehearsal));
  expect(run.mandates.map(({ mandate, outcome }) => [mandate, outcome])).toEqual([
    ['a', 'changed'],
    ['b', 'unchanged'],
  ]);
  expect(run.mandates[0]?.changes).toEqual([
    'opening: 100.00 becomes 70.50',
    'user may not use openai',
    'user may use anthropic',
    '1 users with another name',
    '1 members left',
    '1 daily sums of history',
  ]);
  expect(await sumsOf(app, 'a')).toEqual({ opening: '70.500000000', worth: '0.400000000', calls: 1 });
  const members = await findMembers(app.db, await mandateOf(app, 'a'), { limit: 10 });
  expect(members.map(({ name }) => name)).toEqual(['Eins Neu']);

  // The first run cannot be taken back before the second one.
  const early = await undoImport(app, { run: made.run ?? '' });
  expect(early).toMatchObject({ undone: ['b'], refused: [{ mandate: 'a' }] });
  expect(await undoImport(app, { run: run.run ?? '' })).toMatchObject({ undone: ['a'], refused: [] });
  expect(await sumsOf(app, 'a')).toEqual({ opening: '100.000000000', worth: '0.800000000', calls: 1 });
  expect(await undoImport(app, { run: made.run ?? '' })).toMatchObject({ undone: ['a'], refused: [] });
  expect(await sumsOf(app, 'a')).toEqual({ opening: '0.000000000', worth: '0.000000000', calls: 0 });
  expect(await findMandate(app.db, await mandateOf(app, 'a'))).toMatchObject({ status: 'suspended' });

  const third = {
    ...first,
    role: [{ mandate: 'a', role: 'user', providers: ['tavily'] }, { ...first.role[1] }],
  };
  await importRecords(app, third);
  const rules = await findRules(app.db, await mandateOf(app, 'a'), 'user');
  expect(rules.map(({ resource }) => resource).filter((name) => name.includes('aicore'))).toEqual([
    'resource.aicore.tavily',
  ]);
  expect(await sumsOf(app, 'a')).toEqual({ opening: '100.000000000', worth: '0.800000000', calls: 1 });
  expect(await findMandate(app.db, await mandateOf(app, 'a'))).toMatchObject({ status: 'active' });
  expect(await differencesOf(database)).toEqual([]);
});

test('a run in whose mandate something else was booked is not taken back there', async () => {
  const { run } = await importRecords(app, {
    mandate: [{ id: 'busy', name: 'Busy AG', openingBalance: '1' }],
  });
  await topUp(app.db, { mandateId: await mandateOf(app, 'busy'), amount: 5n, idempotencyKey: 'bank' });
  expect(await undoImport(app, { run: run ?? '' })).toMatchObject({
    undone: [],
    refused: [{ mandate: 'busy', problem: expect.stringContaining('something else was booked') }],
  });
  expect(await sumsOf(app, 'busy')).toMatchObject({ opening: '1.000000000' });
});

test('history follows a call that changed its day, one that is gone, and another exchange rate', async () => {
  const mandate = [{ id: 'past', name: 'Past AG' }];
  const call = { ...CALL, mandate: 'past' };
  const later = { ...call, at: '2026-03-02T12:00:00Z' };
  const histories = async (usage: object[], chfPerUsd = '0.80') => {
    const mapping = { chfPerUsd: { '2026-01-01': chfPerUsd } };
    const records = { mandate, usage: usage as Readonly<Record<string, unknown>>[] };
    const rehearsal = await importRecords(app, records, { mapping, dryRun: true });
    const run = await importRecords(app, records, { mapping });
    expect(comparable(run)).toEqual(comparable(rehearsal));
    expect((await importRecords(app, records, { mapping })).totals.unchanged).toBe(1);
    return [run.mandates[0]?.changes.at(-1), run.mandates[0]?.history, await sumsOf(app, 'past')];
  };
  const sums = (calls: number, worth: string) => ({ opening: '0.000000000', calls, worth });
  expect(
    (
      await histories([
        { ...call, id: 1 },
        { ...call, id: 2 },
      ])
    )[2],
  ).toEqual(sums(2, '1.600000000'));
  expect(
    (
      await histories([
        { ...call, id: 1 },
        { ...later, id: 2 },
      ])
    )[0],
  ).toBe('2 daily sums of history');
  expect(await histories([{ ...later, id: 2 }], '0.5')).toEqual([
    '2 daily sums of history',
    {
      ...{ callsBefore: 2, callsAfter: 1, beforeChf: '1.600000000' },
      ...{ afterChf: '0.500000000', differenceChf: '-1.100000000' },
    },
    sums(1, '0.500000000'),
  ]);
});
