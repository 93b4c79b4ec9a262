import { expect, test } from 'vitest';
import { transactionExportQuery } from '#billing/transactions/transaction.contract.ts';
import { exportAddress } from '#web/features/export/export-address.ts';
import { filterQuery } from '#web/features/transactions/filter/filter-query.ts';

test('a file is asked for with every condition of the list, as the API reads them', () => {
  const id = '01933b6e-5c5e-7000-8000-0123456789ab';
  const filter = {
    from: '2026-10-25',
    to: '2026-10-25',
    type: 'usage',
    provider: 'openai',
    model: 'gpt 5&more',
    user: `usr_${id}`,
    key: `key_${id}`,
    feature: 'chat',
    account: `acc_${id}`,
    min: '0.5',
    max: '12.50',
    q: 'Müller & Söhne',
  } as const;
  const address = new URL(exportAddress('mnd_1', filterQuery(filter), 'xlsx'), 'http://localhost');
  const { mandate, ...query } = Object.fromEntries(address.searchParams);
  expect(mandate).toBe('mnd_1');
  expect(transactionExportQuery.parse(query)).toMatchObject({
    from: new Date('2026-10-24T22:00:00Z'),
    to: new Date('2026-10-25T23:00:00Z'),
    model: 'gpt 5&more',
    minChf: 500_000_000n,
    q: 'Müller & Söhne',
    format: 'xlsx',
  });
  expect(Object.keys(query)).toHaveLength(Object.keys(filter).length + 1);
});

test('what is not set is not asked for', () => {
  expect(exportAddress('mnd_1', filterQuery({}), 'csv')).toBe(
    '/api/billing/transactions/export?format=csv&mandate=mnd_1',
  );
});
