import { expect, test } from 'vitest';
import { referenceText } from './reference-text.ts';

test.each([
  ['210000000003139471430009017', '21 00000 00003 13947 14300 09017'],
  ['000000000000000120260000015', '00 00000 00000 00012 02600 00015'],
  ['RF18539007547034', 'RF18539007547034'],
  ['21000000000313947143000901', '21000000000313947143000901'],
])('%s', (reference, shown) => {
  expect(referenceText(reference)).toBe(shown);
});
