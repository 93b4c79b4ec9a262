import Big from 'big.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StatementFigures } from './statement.contract.ts';
import { MADE_UP_ISSUER, type MonthPlan, madeUpMonth, monthPlan } from './statement-facts.test-data.ts';
import { statementFigures } from './statement-figures.ts';
import { statementMonth } from './statement-month.ts';

const RATES = [{ validFrom: '2024-01-01', ratePpm: 81_000 }];
const TWO_RATES = [...RATES, { validFrom: '2026-11-15', ratePpm: 88_000 }];
const MONTH = statementMonth('2026-11');
const context = (rates = RATES) => ({ month: MONTH, issuer: MADE_UP_ISSUER, rates, nameOf: () => 'Anna' });

const sum = (texts: readonly string[]) => texts.reduce((total, text) => total.plus(text), new Big(0));
const isWhole = (text: string) => new Big(text).times(100).round(0, 0).eq(new Big(text).times(100));

/** A year of one mandate: each month begins with what the one before has left. */
function chained(plans: readonly MonthPlan[], rates = RATES): StatementFigures[] {
  let openings: readonly bigint[] = [];
  return plans.map((plan) => {
    const facts = madeUpMonth(plan, openings);
    openings = facts.wallets.map(({ closing }) => closing);
    return statementFigures(facts, context(rates));
  });
}

test('whatever happens in twelve months: printed sums are exact, and what is below a Rappen is carried on', () => {
  fc.assert(
    fc.property(fc.array(monthPlan, { minLength: 1, maxLength: 12 }), (plans) => {
      const months = chained(plans);
      for (const [index, { opening, movements, closing, carriedForward }] of months.entries()) {
        const moved = sum(movements.map(({ amountChf }) => amountChf));
        expect(new Big(opening.amountChf).plus(moved).eq(closing.amountChf)).toBe(true);
        const exact = sum(movements.map(({ exactChf }) => exactChf));
        expect(new Big(opening.exactChf).plus(exact).eq(closing.exactChf)).toBe(true);
        for (const [end, rest] of [
          [opening, carriedForward.fromChf],
          [closing, carriedForward.toChf],
        ] as const) {
          expect(new Big(end.amountChf).plus(rest).eq(end.exactChf)).toBe(true);
          expect(new Big(rest).gte(0) && new Big(rest).lt('0.01')).toBe(true);
        }
        const before = months[index - 1];
        if (before) expect(opening).toEqual(before.closing);
      }
      const printed = sum(months.flatMap(({ movements }) => movements.map(({ amountChf }) => amountChf)));
      const last = months.at(-1);
      expect(
        printed
          .plus(months[0]?.opening.amountChf ?? 0)
          .plus(last?.carriedForward.toChf ?? 0)
          .eq(last?.closing.exactChf ?? 0),
      ).toBe(true);
    }),
  );
});

test('every printed amount is whole Rappen and within one of what was booked; what was whole stays', () => {
  fc.assert(
    fc.property(monthPlan, (plan) => {
      const [figures] = chained([plan]);
      const { movements = [], entries = [], usage } = figures ?? {};
      const all = [...movements, ...entries, ...(usage?.lines ?? [])];
      for (const { amountChf, exactChf } of all) {
        expect(isWhole(amountChf)).toBe(true);
        expect(new Big(amountChf).minus(exactChf).abs().lt('0.03')).toBe(true);
      }
      for (const { type, amountChf, exactChf } of movements) {
        if (isWhole(exactChf) && type !== 'usage_correction' && type !== 'usage')
          expect(amountChf).toBe(exactChf);
      }
    }),
  );
});

test('tables add up to the movements that they explain: by model, one by one, by wallet', () => {
  fc.assert(
    fc.property(monthPlan, (plan) => {
      const [figures] = chained([plan]);
      if (!figures) return;
      const { movements, usage, entries, wallets, opening, closing } = figures;
      const moved = (types: readonly string[]) =>
        sum(movements.filter(({ type }) => types.includes(type)).map(({ amountChf }) => amountChf));
      expect(sum(usage.lines.map(({ amountChf }) => amountChf)).eq(usage.amountChf)).toBe(true);
      expect(moved(['usage', 'usage_correction']).times(-1).eq(usage.amountChf)).toBe(true);
      for (const type of new Set(entries.map((entry) => entry.type))) {
        const own = entries.filter((entry) => entry.type === type);
        expect(sum(own.map(({ amountChf }) => amountChf)).eq(moved([type]))).toBe(true);
      }
      if (!wallets) return;
      expect(sum(wallets.map(({ openingChf }) => openingChf)).eq(opening.amountChf)).toBe(true);
      expect(sum(wallets.map(({ closingChf }) => closingChf)).eq(closing.amountChf)).toBe(true);
      for (const { openingChf, receivedChf, usedChf, closingChf } of wallets) {
        expect(sum([openingChf, receivedChf, usedChf]).eq(closingChf)).toBe(true);
      }
    }),
  );
});

test.each([
  ['in_charges', 'on_consumption', 'prepaid_mandate'],
  ['on_top_ups', 'on_top_up', 'prepaid_mandate'],
  ['on_charges', 'on_top_up', 'postpaid'],
] as const)('VAT %s: rounded once for each rate', (basis, vatTiming, billingModel) => {
  fc.assert(
    fc.property(monthPlan, (plan) => {
      const facts = madeUpMonth({ ...plan, vatTiming, billingModel }, []);
      const { vat, movements } = statementFigures(facts, context(TWO_RATES));
      expect(vat?.basis).toBe(basis);
      const types =
        basis === 'on_top_ups'
          ? ['top_up', 'refund', 'reversal']
          : ['usage', 'usage_correction', 'absorbed', 'adjustment'];
      const moved = sum(
        movements.filter(({ type }) => types.includes(type)).map(({ amountChf }) => amountChf),
      );
      const due = basis === 'on_top_ups' ? moved : moved.times(-1);
      expect(new Big((basis === 'in_charges' ? vat?.grossChf : vat?.netChf) ?? 0).eq(due)).toBe(true);
      for (const line of vat?.lines ?? []) {
        const { netChf, vatChf, grossChf, ratePercent } = line;
        expect(new Big(netChf).plus(vatChf).eq(grossChf)).toBe(true);
        const rate = new Big(ratePercent).div(100);
        const exact =
          basis === 'in_charges'
            ? new Big(grossChf).times(rate).div(rate.plus(1))
            : new Big(netChf).times(rate);
        expect(exact.round(2, Big.roundHalfUp).eq(vatChf), `${exact} ${vatChf}`).toBe(true);
      }
      expect(vat?.lines.map(({ ratePercent }) => ratePercent)).toEqual(['8.1', '8.8']);
    }),
  );
});

test('a whole franc of consumption contains 7 Rappen of VAT; a top-up of a hundred francs costs 108.10', () => {
  const plan = { movements: [], usage: [], wallets: 1, billingModel: 'prepaid_mandate' } as const;
  const line = { wallet: 0, model: 0, segment: 0, correction: 0n } as const;
  const used = {
    ...plan,
    vatTiming: 'on_consumption',
    usage: [{ ...line, charged: 1_000_000_000n }],
  } as const;
  expect(statementFigures(madeUpMonth(used, [5_000_000_000n]), context()).vat?.lines).toEqual([
    { ratePercent: '8.1', netChf: '0.930000000', vatChf: '0.070000000', grossChf: '1.000000000' },
  ]);
  const movement = { wallet: 0, type: 'top_up', amount: 100_000_000_000n, segment: 0 } as const;
  const paid = { ...plan, vatTiming: 'on_top_up', movements: [movement] } as const;
  expect(statementFigures(madeUpMonth(paid, []), context()).vat).toMatchObject({
    vatChf: '8.100000000',
    grossChf: '108.100000000',
  });
});

test('entries beyond the list are one amount, also of a type of which none is listed', () => {
  const topUp = { wallet: 0, type: 'top_up', amount: 10_000_000n, segment: 0 } as const;
  const movements = [...Array.from({ length: 4 }, () => topUp), { ...topUp, type: 'adjustment' as const }];
  const plan = {
    movements,
    usage: [],
    wallets: 1,
    billingModel: 'prepaid_mandate',
    vatTiming: 'on_consumption',
  } as const;
  const facts = madeUpMonth(plan, []);
  const cut = statementFigures({ ...facts, entries: facts.entries.slice(0, 3) }, context());
  expect(cut.entries).toHaveLength(3);
  expect(cut.moreEntries).toEqual({ count: 2, amountChf: '0.020000000' });
  expect(statementFigures(facts, context()).moreEntries).toBeNull();
});

test('who pays no VAT shows none; a month without bookings is all zero; a row that was altered is noticed', () => {
  const plan = {
    movements: [],
    usage: [],
    wallets: 1,
    billingModel: 'prepaid_mandate',
    vatTiming: 'on_consumption',
  } as const;
  const issuer = { ...MADE_UP_ISSUER, vatSuffix: null };
  const figures = statementFigures(madeUpMonth(plan, []), { ...context(), issuer });
  expect(figures).toMatchObject({
    vat: null,
    wallets: null,
    movements: [],
    entries: [],
    opening: { amountChf: '0.000000000' },
    closing: { exactChf: '0.000000000' },
    usage: { calls: 0, lines: [] },
  });
  const facts = madeUpMonth(plan, [7n]);
  const altered = { ...facts, wallets: facts.wallets.map((wallet) => ({ ...wallet, closing: 8n })) };
  expect(() => statementFigures(altered, context())).toThrow('opening + movements = closing');
});
