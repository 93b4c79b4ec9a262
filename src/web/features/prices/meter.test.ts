import { expect, test } from 'vitest';
import { METERS as KNOWN_TO_THE_API } from '#aicore/meters.ts';
import { isMeter, METERS, metersInOrder } from './meter.ts';

test('meters come in the order in which people look for them, unknown ones last', () => {
  const perMillion = { requests: '5000', a_new_meter: '1', output_tokens: '10', input_tokens: '2' };
  expect(metersInOrder(perMillion).map(([meter]) => meter)).toEqual([
    'input_tokens',
    'output_tokens',
    'requests',
    'a_new_meter',
  ]);
});

test('what every object has is no meter', () => {
  expect(isMeter('toString')).toBe(false);
  expect(isMeter('input_tokens')).toBe(true);
});

test('every meter that the API takes has its place, and no other', () => {
  expect([...METERS].sort()).toEqual([...KNOWN_TO_THE_API].sort());
});
