import { expect, test } from 'vitest';
import { meaningOfAmount, meaningOfDays, meaningOfShare, wouldWarnNow } from './warning-meaning.ts';

const CHF = 1_000_000_000n;
const STANDING = { available: 182n * CHF, newestTopUp: 300n * CHF, daysLeft: 41 };

test('15 % of a top-up of CHF 300 is a warning at CHF 45, CHF 137 away', () => {
  expect(meaningOfShare(15, STANDING)).toEqual({ kind: 'amount', at: 45n * CHF, left: 137n * CHF });
});

test('a share is cut as the server cuts it', () => {
  const standing = { ...STANDING, newestTopUp: 199n };
  expect(meaningOfShare(50, standing)).toMatchObject({ at: 50n });
});

test('it warns below a line, not at it', () => {
  expect(wouldWarnNow(meaningOfAmount(182n * CHF, STANDING))).toBe(false);
  expect(wouldWarnNow(meaningOfAmount(182n * CHF + 1n, STANDING))).toBe(true);
  expect(wouldWarnNow(meaningOfDays(41, STANDING))).toBe(false);
  expect(wouldWarnNow(meaningOfDays(42, STANDING))).toBe(true);
});

test('what is not there is not nothing', () => {
  expect(meaningOfShare(15, { ...STANDING, newestTopUp: null })).toEqual({ kind: 'no_top_up' });
  expect(meaningOfShare(15, { ...STANDING, newestTopUp: undefined })).toEqual({ kind: 'unknown' });
  expect(meaningOfAmount(CHF, { ...STANDING, available: null })).toEqual({ kind: 'unlimited' });
  expect(meaningOfAmount(CHF, { ...STANDING, available: undefined })).toEqual({ kind: 'unknown' });
  expect(meaningOfDays(7, { ...STANDING, daysLeft: undefined })).toEqual({ kind: 'unknown_pace' });
  const nothing = { available: undefined, newestTopUp: undefined, daysLeft: undefined };
  expect(meaningOfDays(7, nothing)).toEqual({ kind: 'unknown' });
});
