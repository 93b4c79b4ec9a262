import { expect, test } from 'vitest';
import { monthSpendOf, spendOf } from './member-month-spend.ts';

const usage = { calls: 1, inputTokens: 0, cachedTokens: 0, outputTokens: 0 };

test('who is not named has spent nothing, as long as all are named', () => {
  const spend = monthSpendOf({ groups: [{ key: 'usr_1', chargedChf: '3.000000000', ...usage }] });
  expect(spendOf(spend, 'usr_1')).toBe('3.000000000');
  expect(spendOf(spend, 'usr_2')).toBe('0.000000000');
});

test('below the hundred dearest nobody knows, and it is not called nothing', () => {
  const spend = monthSpendOf({
    groups: [
      { key: 'usr_1', chargedChf: '3.000000000', ...usage },
      { chargedChf: '9.000000000', ...usage },
    ],
  });
  expect(spendOf(spend, 'usr_1')).toBe('3.000000000');
  expect(spendOf(spend, 'usr_2')).toBeUndefined();
});
