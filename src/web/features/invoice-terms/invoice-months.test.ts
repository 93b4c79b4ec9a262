import { expect, test } from 'vitest';
import { invoiceMonths } from './invoice-months.ts';

test('two years back and one ahead, and what is set, each once', () => {
  const months = invoiceMonths('2026-11-30', '2026-10');
  expect(months).toHaveLength(37);
  expect([months[0], months.at(-1)]).toEqual(['2027-11', '2024-11']);
  expect(invoiceMonths('2026-01-31', '2020-02')).toHaveLength(38);
  expect(invoiceMonths('2026-01-31', '2020-02').at(-1)).toBe('2020-02');
});
