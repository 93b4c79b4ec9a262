import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chargeOf } from '#aicore/prices/charge.ts';
import { formatDecimal } from '#kernel/decimal.ts';
import { formatChf } from '#kernel/money.ts';
import { termsOf } from '#test/support/price-samples.ts';
import { chargeSteps } from '#web/features/calculation/charge-steps.ts';

test('the page comes to what the server has charged', () => {
  const digits = fc.bigInt({ min: 0n, max: 10n ** 14n });
  fc.assert(
    fc.property(
      digits,
      fc.integer({ min: 0, max: 5_000_000 }),
      fc.integer({ min: 1, max: 3_000_000 }),
      (cost, ppm, rate) => {
        const costUsd = { coefficient: cost, scale: 13 };
        const chfPerUsd = formatDecimal({ coefficient: BigInt(rate), scale: 6 });
        const percent = formatDecimal({ coefficient: BigInt(ppm), scale: 4 });
        const charged = chargeOf(costUsd, termsOf(chfPerUsd, ppm), 'half_up');
        expect(chargeSteps(formatDecimal(costUsd), percent, chfPerUsd).roundedChf).toBe(formatChf(charged));
      },
    ),
  );
});
