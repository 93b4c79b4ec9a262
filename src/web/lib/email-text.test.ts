import { expect, test } from 'vitest';
import { z } from 'zod';
import { isEmail } from './email-text.ts';

const ADDRESSES = [
  'a@b.ch',
  'anna.muster+rappen@mail.example.com',
  "o'neil@x.ie",
  'ANNA@X.CH',
  '',
  'anna',
  'anna@x',
  '.anna@x.ch',
  'anna.@x.ch',
  'an..na@x.ch',
  'anna@-x.ch',
  'anna@x.c',
  'an na@x.ch',
  'änna@x.ch',
];

test.each(ADDRESSES)('%j is an address here as it is for the server', (text) => {
  expect(isEmail(text)).toBe(z.email().safeParse(text).success);
});

test('none is longer than 254 characters', () => {
  expect(isEmail(`${'a'.repeat(245)}@muster.ch`)).toBe(false);
});
