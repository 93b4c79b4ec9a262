import { expect, test } from 'vitest';
import { amountOfDifference, mandateOfDifference } from './difference-value.ts';

test('amounts are told from numbers of rows and from words', () => {
  expect(amountOfDifference('wallet: posted is the sum of its transactions', '12340500000')).toBe(
    12_340_500_000n,
  );
  expect(amountOfDifference('account: the floor is kept', '-5')).toBe(-5n);
  expect(amountOfDifference('account: the floor is kept', '>= 0')).toBeUndefined();
  expect(amountOfDifference('wallet: transactions are numbered without gaps', '7')).toBeUndefined();
});

test('a mandate is found by its id with or without its prefix', () => {
  const uuid = '01933b6e-5c5e-7000-8000-0123456789ab';
  expect(mandateOfDifference(uuid)).toBe(`mnd_${uuid}`);
  expect(mandateOfDifference(`mnd_${uuid}`)).toBe(`mnd_${uuid}`);
  expect(mandateOfDifference('')).toBeUndefined();
});
