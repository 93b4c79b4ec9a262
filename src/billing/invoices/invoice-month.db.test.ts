import { expect, test } from 'vitest';
import { transaction } from '#db/transaction.ts';
import { newId } from '#kernel/id.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { carriedInto, type MonthOutcome, upsertMonth } from './invoice-month.store.ts';

const { db } = (await createTestDatabase()).openApp(1);

test('what a mandate is owed of a month that was decided late is taken off the next one, and once', async () => {
  const mandateId = newId('mnd');
  const owed = [{ ratePpm: 81_000, amount: -5_000_000_000n }];
  await transaction(db, async (tx) => {
    const decide = (month: string, outcome: MonthOutcome) => upsertMonth(tx, mandateId, month, outcome);
    await decide('2031-01', { outcome: 'waiting', reason: 'does_not_add_up' });
    await decide('2031-02', { outcome: 'issued' });
    await decide('2031-01', { outcome: 'nothing', carried: owed });
    await decide('2031-03', { outcome: 'waiting', reason: 'address_missing' });
    expect(await carriedInto(tx, mandateId, '2031-03')).toEqual(owed);
    await decide('2031-03', { outcome: 'issued' });
    expect(await carriedInto(tx, mandateId, '2031-04')).toEqual([]);
  });
});
