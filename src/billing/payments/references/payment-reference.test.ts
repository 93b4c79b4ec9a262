import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ibanText, isQrIban, parseIban } from '#kernel/iban.ts';
import { isCreditorReference, makeCreditorReference } from './creditor-reference.ts';
import { formatReference, makeReference, parseReference } from './payment-reference.ts';
import { isQrReference, makeQrReference, qrCheckDigit } from './qr-reference.ts';

const QR_IBAN = 'CH4431999123000889012';
const IBAN = 'CH9300762011623852957';

describe('QRR', () => {
  test('the check digit of the guidelines', () => {
    expect(qrCheckDigit('21000000000313947143000901')).toBe(7);
    expect(isQrReference('210000000003139471430009017')).toBe(true);
    expect(parseReference('21 00000 00003 13947 14300 09017')).toEqual({
      kind: 'QRR',
      text: '210000000003139471430009017',
    });
  });

  test('leading zeros stay; all zeros is none', () => {
    expect(makeQrReference(42n)).toMatch(/^0{24}42\d$/);
    expect(parseReference('0'.repeat(27))).toBeUndefined();
  });

  test('one wrong digit is noticed', () => {
    fc.assert(
      fc.property(numbers, fc.nat(26), fc.integer({ min: 1, max: 9 }), (number, place, shift) => {
        const right = makeQrReference(number);
        expect(isQrReference(right)).toBe(true);
        const digits = [...right].map(Number);
        const wrong = digits.with(place, ((digits[place] ?? 0) + shift) % 10).join('');
        expect(isQrReference(wrong)).toBe(false);
      }),
    );
  });
});

const numbers = fc.bigInt({ min: 1n, max: 10n ** 26n - 1n });

describe('SCOR', () => {
  test('an example of ISO 11649', () => {
    expect(makeCreditorReference('539007547034')).toBe('RF18539007547034');
    expect(parseReference('rf18 5390 0754 7034')).toEqual({ kind: 'SCOR', text: 'RF18539007547034' });
    expect(parseReference('RF19 5390 0754 7034')).toBeUndefined();
  });

  // Of the same kind: a letter counts as two digits, so a digit in its place moves all the others, and 1 of 97 such slips is not noticed.
  test('one wrong digit, or one wrong letter, is noticed', () => {
    const bodies = fc.stringMatching(/^[0-9A-Z]{1,21}$/);
    fc.assert(
      fc.property(bodies, fc.nat(20), fc.nat(25), (body, place, step) => {
        const right = makeCreditorReference(body);
        expect(isCreditorReference(right)).toBe(true);
        const at = 4 + (place % body.length);
        const kind = /\d/.test(right.charAt(at)) ? '0123456789' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
        const character = kind.charAt(step % kind.length);
        const wrong = right.slice(0, at) + character + right.slice(at + 1);
        expect(isCreditorReference(wrong)).toBe(wrong === right);
      }),
    );
  });
});

test('a reference fits its account and comes back from how it is printed', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 10n ** 10n - 1n }),
      fc.constantFrom(QR_IBAN, IBAN),
      (number, iban) => {
        const reference = makeReference(iban, number);
        expect(reference.kind).toBe(iban === QR_IBAN ? 'QRR' : 'SCOR');
        expect(parseReference(formatReference(reference))).toEqual(reference);
      },
    ),
  );
  expect(formatReference({ kind: 'QRR', text: '210000000003139471430009017' })).toBe(
    '21 00000 00003 13947 14300 09017',
  );
});

test('IBANs', () => {
  expect(parseIban('ch44 3199 9123 0008 8901 2')).toBe(QR_IBAN);
  expect(ibanText(QR_IBAN)).toBe('CH44 3199 9123 0008 8901 2');
  expect([isQrIban(QR_IBAN), isQrIban(IBAN), isQrIban('DE89370400440532013000')]).toEqual([
    true,
    false,
    false,
  ]);
  expect(parseIban('DE89 3704 0044 0532 0130 00')).toBe('DE89370400440532013000');
  // A wrong check digit, a Swiss one that is too long, no IBAN at all.
  for (const text of ['CH4431999123000889013', 'CH93007620116238529570', '', 'CH00'])
    expect(parseIban(text)).toBeUndefined();
});
