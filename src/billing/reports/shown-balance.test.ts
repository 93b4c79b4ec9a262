import fc from 'fast-check';
import { expect, test } from 'vitest';
import { must } from '#kernel/assert.ts';
import { parseChf } from '#kernel/money.ts';
import { sumOf } from '../statements/apportion.ts';
import { MADE_UP_ISSUER, madeUpMonth, monthPlan } from '../statements/statement-facts.test-data.ts';
import { statementFigures } from '../statements/statement-figures.ts';
import { statementMonth } from '../statements/statement-month.ts';
import type { TransactionType } from '../transactions/transaction-type.contract.ts';
import { shownBalance } from './shown-balance.ts';

const MONTH = statementMonth('2026-11');
const chf = (text: string) => must(parseChf(text), 'an amount');

test('whatever was booked, a report shows what the statement prints, to the Rappen', () => {
  const openings = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(monthPlan, openings, (plan, opening) => {
      const facts = madeUpMonth(plan, opening);
      const figures = statementFigures(facts, {
        ...{ month: MONTH, issuer: MADE_UP_ISSUER, nameOf: () => 'Anna' },
        rates: [{ validFrom: '2024-01-01', ratePpm: 81_000 }],
      });
      const byType = new Map<TransactionType, bigint>();
      for (const { type, amount } of facts.sums) byType.set(type, (byType.get(type) ?? 0n) + amount);
      const balance = {
        ...{ opening: chf(figures.opening.exactChf), closing: chf(figures.closing.exactChf), byType },
        ...{
          broughtOver: 0n,
          topUps: 0n,
          usage: sumOf(facts.usage.map(({ charged }) => charged)),
          other: 0n,
        },
      };
      const printed = (types: readonly string[]) =>
        sumOf(
          figures.movements.filter(({ type }) => types.includes(type)).map(({ amountChf }) => chf(amountChf)),
        );
      const all = figures.movements.map(({ type }) => type);
      const [moneyIn, usage] = [
        ['top_up', 'payment'],
        ['usage', 'usage_correction'],
      ];
      expect(shownBalance(balance)).toEqual({
        opening: chf(figures.opening.amountChf),
        broughtOver: printed(['opening']),
        topUps: printed(moneyIn),
        usage: -printed(usage),
        other: printed(all.filter((type) => !['opening', ...moneyIn, ...usage].includes(type))),
        closing: chf(figures.closing.amountChf),
      });
      expect(shownBalance(balance).usage).toBe(chf(figures.usage.amountChf));
    }),
    { numRuns: 300 },
  );
});
