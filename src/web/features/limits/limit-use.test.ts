import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatChf } from '#kernel/money.ts';
import { limitUse } from './limit-use.ts';

const of = (monthly: string, used: string, held = '0') =>
  limitUse({ monthlyChf: chf(monthly), usedChf: chf(used), heldChf: chf(held) });

function chf(text: string): string {
  const [whole, decimals = ''] = text.split('.');
  return `${whole}.${decimals.padEnd(9, '0')}`;
}

test('a third used', () => {
  expect(of('30', '10')).toEqual({ usedParts: 333, heldParts: 0, over: 0n, state: 'ok' });
});

test('what is held counts like what is used', () => {
  expect(of('10', '8', '1.5')).toMatchObject({ usedParts: 800, heldParts: 150, state: 'low' });
  expect(of('10', '8', '2')).toMatchObject({ state: 'used_up', over: 0n });
});

test('a limit that was set below what is used is over, and still a whole bar', () => {
  expect(of('5', '7.25')).toEqual({ usedParts: 1_000, heldParts: 0, over: 2_250_000_000n, state: 'used_up' });
});

test('a limit of nothing is used up', () => {
  expect(of('0', '0')).toMatchObject({ state: 'used_up', over: 0n });
});

test('a correction can make more than nothing of it', () => {
  expect(of('5', '-1')).toMatchObject({ usedParts: 0, state: 'unused' });
});

test('the bar is full only when nothing is left, and empty only when nothing is used', () => {
  const amount = fc.bigInt({ min: 0n, max: 10n ** 15n });
  fc.assert(
    fc.property(amount, amount, amount, (monthly, used, held) => {
      const texts = { monthlyChf: formatChf(monthly), usedChf: formatChf(used), heldChf: formatChf(held) };
      const { usedParts, heldParts } = limitUse(texts);
      expect(usedParts + heldParts).toBeLessThanOrEqual(1_000);
      expect(usedParts === 0).toBe(used === 0n);
      if (used < monthly) expect(usedParts).toBeLessThan(1_000);
    }),
  );
});
