import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ibanText, isQrIban, parseIban } from './iban.ts';

// CH93 is the example of the Swiss registry (SWIFT, IBAN Registry); CH44 the QR-IBAN of the QR-bill's guidelines.
test.each([
  ['CH93 0076 2011 6238 5295 7', false],
  ['ch4431999123000889012', true],
  ['LI21 0881 0000 2324 013A A', false],
  ['DE89 3704 0044 0532 0130 00', false],
])('%s', (text, isOfQr) => {
  const iban = parseIban(text);
  expect(iban).toBe(text.replaceAll(' ', '').toUpperCase());
  expect(isQrIban(iban ?? '')).toBe(isOfQr);
});

test.each([
  '',
  'CH',
  'CH93 0076 2011 6238 5295',
  'CH93 0076 2011 6238 5295 70',
  'CH94 0076 2011 6238 5295 7',
  '93CH',
])('no IBAN: %s', (text) => expect(parseIban(text)).toBeUndefined());

test('a bank number just outside the range is no QR-IBAN', () => {
  expect(['CH0029999', 'CH0030000', 'CH0031999', 'CH0032000'].map((begin) => isQrIban(begin))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test('one mistyped digit, and two that were exchanged, are seen', () => {
  const iban = 'CH9300762011623852957';
  const place = fc.integer({ min: 4, max: iban.length - 1 });
  fc.assert(
    fc.property(place, fc.integer({ min: 1, max: 9 }), (at, by) => {
      const digit = (Number(iban[at]) + by) % 10;
      expect(parseIban(iban.slice(0, at) + digit + iban.slice(at + 1))).toBeUndefined();
    }),
  );
  for (let at = 4; at < iban.length - 1; at++) {
    const swapped = iban.slice(0, at) + iban[at + 1] + iban[at] + iban.slice(at + 2);
    if (swapped !== iban) expect(parseIban(swapped)).toBeUndefined();
  }
});

test('it is printed in groups of four', () => {
  expect(ibanText('CH4431999123000889012')).toBe('CH44 3199 9123 0008 8901 2');
});
