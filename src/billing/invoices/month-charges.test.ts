import { expect, test } from 'vitest';
import type { StatementFigures } from '../statements/statement.contract.ts';
import { monthCharges } from './month-charges.ts';

const FRANC = 1_000_000_000n;
const text = (francs: string) => `${francs}0000000`;
const amount = (francs: string) => ({ amountChf: text(francs), exactChf: text(francs) });

type Charges = Pick<StatementFigures, 'usage' | 'movements' | 'vat'>;

/** A month with calls for 100.00 and adjustments, at one VAT rate that prices contain. */
function month(adjustment: string, gross: string, vat: 'in_charges' | 'on_charges' | null = 'in_charges') {
  const tokens = { inputTokens: 1, cachedTokens: 2, outputTokens: 3 };
  const facts: Charges = {
    usage: {
      ...{ calls: 7, ...tokens, ...amount('100.00') },
      lines: [{ provider: 'openai', model: 'gpt-5', calls: 7, ...tokens, ...amount('100.00') }],
    },
    movements: [
      { type: 'top_up', count: 1, ...amount('500.00') },
      { type: 'usage', count: 7, ...amount('-100.00') },
      { type: 'adjustment', count: 1, ...amount(adjustment) },
    ],
    vat: vat && {
      basis: vat,
      lines: [{ ratePercent: '8.1', netChf: text(gross), vatChf: text('0.00'), grossChf: text(gross) }],
      ...{ netChf: text(gross), vatChf: text('0.00'), grossChf: text(gross) },
    },
  };
  return facts as StatementFigures;
}
const NOTHING = { ratesPpm: [81_000], creditNotes: [], carried: [] };

test('what was used, less what was put right; top-ups are no charge', () => {
  const { lines, charged, total, vat } = monthCharges(month('8.10', '91.90'), NOTHING);
  expect(lines).toMatchObject([
    { kind: 'usage', model: 'gpt-5', calls: 7, tokens: 6, amount: `${100n * FRANC}` },
    { kind: 'adjustment', amount: '-8100000000' },
  ]);
  expect([charged, total]).toEqual([91_900_000_000n, 91_900_000_000n]);
  // 91.90 x 8.1 / 108.1 = 6.8861
  expect(vat?.lines).toEqual([
    { ratePpm: 81_000, net: '85010000000', vat: '6890000000', gross: '91900000000' },
  ]);
});

test('VAT comes on top of net charges, and none where the issuer pays none', () => {
  const net = monthCharges(month('0.00', '100.00', 'on_charges'), NOTHING);
  expect([net.charged, net.total]).toEqual([100n * FRANC, 108_100_000_000n]);
  const without = monthCharges(month('0.00', '100.00', null), NOTHING);
  expect([without.total, without.vat]).toEqual([100n * FRANC, null]);
});

test('what a credit note has given back is not taken off again', () => {
  const creditNotes = [{ segment: 0, amount: 30n * FRANC }];
  const { lines, charged } = monthCharges(month('30.00', '70.00'), { ...NOTHING, creditNotes });
  expect(lines).toHaveLength(1);
  expect(charged).toBe(100n * FRANC);
});

test('a month in favour of the mandate is carried, and taken off the next one', () => {
  const first = monthCharges(month('112.50', '-12.50'), NOTHING);
  expect(first.charged).toBe(-12_500_000_000n);
  expect(first.byRate).toEqual([{ ratePpm: 81_000, amount: -12_500_000_000n }]);
  const next = monthCharges(month('0.00', '100.00'), { ...NOTHING, carried: first.byRate });
  expect(next.lines.at(-1)).toEqual({ kind: 'carried', amount: '-12500000000' });
  expect([next.charged, next.total]).toEqual([87_500_000_000n, 87_500_000_000n]);
});
