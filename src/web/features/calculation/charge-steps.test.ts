import { expect, test } from 'vitest';
import { decimal } from '#kernel/decimal.ts';
import { chargeSteps, pricePerOne } from './charge-steps.ts';

test('each step can be followed by hand', () => {
  expect(chargeSteps('0.0117', '50', '0.8')).toEqual({
    factor: '1.5',
    usdWithMarkup: '0.01755',
    exactChf: '0.01404',
    roundedChf: '0.014040000',
    isRounded: false,
  });
});

test('what is rounded is said, and halves go up', () => {
  expect(chargeSteps('0.000000001', '50', '1')).toMatchObject({
    exactChf: '0.0000000015',
    roundedChf: '0.000000002',
    isRounded: true,
  });
});

test('a price of a million is a price of one', () => {
  expect(pricePerOne('10000')).toBe('0.01');
  expect(decimal(pricePerOne('5'))).toEqual(decimal('0.000005'));
});
