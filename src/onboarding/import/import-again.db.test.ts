import fc from 'fast-check';
import { expect, test } from 'vitest';
import { topUp } from '#billing/transactions/posting.service.ts';
import { findMandate } from '#identity/mandates/mandate.store.ts';
import { findMembers } from '#identity/members/member.store.ts';
import { findRules } from '#identity/roles/role.store.ts';
import { formatChf } from '#kernel/money.ts';
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

test('per mandate, what goes in comes out', async () => {
  const call = fc.record({
    costUsd: fc.bigInt({ min: 0n, max: 10n ** 12n }).map((nano) => formatChf(nano)),
    day: fc.integer({ min: 1, max: 28 }),
    model: fc.constantFrom('gpt-4.1', 'gpt-4.1-mini'),
  });
  const mandate = fc.record({
    opening: fc.bigInt({ min: 0n, max: 10n ** 18n }),
    calls: fc.array(call, { maxLength: 12 }),
  });
  let place = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(mandate, { minLength: 1, maxLength: 4 }), async (mandates) => {
      place++;
      const id = (index: number) => `p${place}-${index}`;
      const report = await importRecords(app, {
        mandate: mandates.map(({ opening }, n) => ({
          id: id(n),
          name: id(n),
          openingBalance: formatChf(opening),
        })),
        usage: mandates.flatMap(({ calls }, n) =>
          calls.map(({ day, ...one }, c) => ({
            ...{ id: c, mandate: id(n), provider: 'openai', ...one },
            at: `2026-02-${String(day).padStart(2, '0')}T12:00:00Z`,
          })),
        ),
      });
      expect(report.totals.refused).toBe(0);
      for (const [n, { opening, calls }] of mandates.entries()) {
        const groups = Map.groupBy(calls, ({ day, model }) => `${day} ${model}`);
        const nano = (usd: string) => BigInt(usd.replace('.', ''));
        // Halves away from zero, once for each group: nano-USD x 0.80.
        const worth = [...groups.values()].reduce(
          (sum, own) => sum + (own.reduce((total, { costUsd }) => total + nano(costUsd), 0n) * 8n + 5n) / 10n,
          0n,
        );
        expect(await sumsOf(app, id(n))).toEqual({
          opening: formatChf(opening),
          worth: formatChf(worth),
          calls: calls.length,
        });
      }
    }),
    { numRuns: 10, endOnFailure: true },
  );
});
