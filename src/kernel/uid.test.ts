import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseUid, uidCheckDigit } from './uid.ts';

const eightDigits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 8, maxLength: 8 });

test('a UID that is issued is read in every notation', () => {
  for (const text of [
    'CHE-109.322.551',
    'CHE109322551',
    'che-109.322.551 mwst',
    'CHE-109.322.551 TVA',
    ' CHE-109.322.551IVA ',
  ]) {
    expect(parseUid(text)?.number).toBe('CHE-109.322.551');
  }
  expect(parseUid('CHE-109.322.551 tva')?.vatSuffix).toBe('TVA');
});

test.each([
  '',
  'CHE-109.322.552',
  'CHE-109.322.55',
  'DE-109.322.551',
  'CHE-109.322.551 VAT',
  'CHE-109.322.5511',
  'CHE-1O9.322.551',
])('what is none is refused: %s', (text) => {
  expect(parseUid(text)).toBeUndefined();
});

test('exactly one last digit fits, or none where the remainder is 10', () => {
  fc.assert(
    fc.property(eightDigits, (digits) => {
      const fitting = Array.from({ length: 10 }, (_, last) => last).filter(
        (last) => parseUid(`CHE${digits.join('')}${last}`) !== undefined,
      );
      const digit = uidCheckDigit(digits);
      expect(fitting).toEqual(digit === undefined ? [] : [digit]);
    }),
  );
});

test('one wrong digit is always noticed', () => {
  fc.assert(
    fc.property(eightDigits, fc.nat(7), fc.integer({ min: 1, max: 9 }), (digits, place, change) => {
      const last = uidCheckDigit(digits);
      fc.pre(last !== undefined);
      const wrong = digits.with(place, ((digits[place] ?? 0) + change) % 10);
      expect(parseUid(`CHE${wrong.join('')}${last}`)).toBeUndefined();
    }),
  );
});
