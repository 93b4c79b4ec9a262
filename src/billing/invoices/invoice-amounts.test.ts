import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  creditedPart,
  dueOf,
  freedByCredit,
  freedByPayment,
  type InvoiceAmounts,
  overpaidOf,
  stateOf,
  takenByReturn,
} from './invoice-amounts.ts';

const RAPPEN = 10_000_000n;
const NEW: InvoiceAmounts = {
  total: 10_810n * RAPPEN,
  walletTotal: 10_000n * RAPPEN,
  paid: 0n,
  credited: 0n,
};
const rappen = (least: bigint, most: bigint) =>
  fc.bigInt({ min: least, max: most }).map((amount) => amount * RAPPEN);

describe('how an invoice stands', () => {
  const on = (day: string, more: Partial<InvoiceAmounts>) => stateOf({ ...NEW, ...more }, '2026-12-31', day);

  test('it is in time on its due day, and overdue on the next', () => {
    expect(on('2026-12-31', {})).toBe('open');
    expect(on('2027-01-01', {})).toBe('overdue');
    expect(on('2026-12-31', { paid: RAPPEN })).toBe('partly_paid');
    expect(on('2027-01-01', { paid: RAPPEN })).toBe('overdue');
  });

  test('it is paid with what was credited, and cancelled if all was', () => {
    expect(on('2027-06-01', { paid: NEW.total })).toBe('paid');
    expect(on('2027-06-01', { paid: NEW.total - RAPPEN, credited: RAPPEN })).toBe('paid');
    expect(on('2027-06-01', { credited: NEW.total })).toBe('cancelled');
    expect(on('2027-06-01', { credited: NEW.total, paid: RAPPEN })).toBe('cancelled');
  });

  test('what is too much is not due, but over', () => {
    const over = { ...NEW, paid: NEW.total + RAPPEN, credited: RAPPEN };
    expect([dueOf(over), overpaidOf(over)]).toEqual([0n, 2n * RAPPEN]);
    expect([dueOf(NEW), overpaidOf(NEW)]).toEqual([NEW.total, 0n]);
  });
});

describe('what the wallet gets', () => {
  test('a payment that goes back takes what it had freed, whatever came before and after it', () => {
    const twice = { ...NEW, paid: NEW.total + NEW.total / 2n };
    expect(takenByReturn(twice, NEW.total)).toBe(NEW.walletTotal / 2n + NEW.total / 2n);
    expect(takenByReturn(twice, twice.paid)).toBe(freedByPayment(NEW, twice.paid));
    expect(() => takenByReturn(NEW, RAPPEN)).toThrow('no more is taken back');
  });

  test('all credits of an amount below zero give all of it back', () => {
    const part = (credited: bigint, amount: bigint) => creditedPart(-5n, { ...NEW, credited }, amount);
    expect(part(0n, NEW.total)).toBe(-5n);
    expect(part(0n, NEW.total / 3n) + part(NEW.total / 3n, NEW.total - NEW.total / 3n)).toBe(-5n);
  });

  test('half of an invoice with VAT on top frees half of what was charged', () => {
    expect(freedByPayment(NEW, NEW.total / 2n)).toBe(NEW.walletTotal / 2n);
    expect(freedByPayment(NEW, NEW.total)).toBe(NEW.walletTotal);
    expect(freedByPayment({ ...NEW, paid: NEW.total }, RAPPEN)).toBe(RAPPEN);
  });

  test('parts free what their sum does, for payments and for credits, and nothing is lost', () => {
    fc.assert(
      fc.property(
        rappen(1n, 1_000_000n).chain((total) =>
          fc.record({
            total: fc.constant(total),
            walletTotal: fc.bigInt({ min: 1n, max: total }),
            cuts: fc.array(fc.bigInt({ min: 0n, max: total / RAPPEN }), { maxLength: 6 }),
            vat: fc.bigInt({ min: 0n, max: total / RAPPEN }),
          }),
        ),
        ({ total, walletTotal, cuts, vat }) => {
          let paid = { total, walletTotal, paid: 0n, credited: 0n };
          let byPayments = 0n;
          let byCredits = 0n;
          let vatBack = 0n;
          const ends = [...cuts.map((cut) => cut * RAPPEN), total].sort((a, b) => (a < b ? -1 : 1));
          for (const end of ends) {
            const amount = end - paid.paid;
            if (amount === 0n) continue;
            byPayments += freedByPayment(paid, amount);
            byCredits += freedByCredit(paid, amount);
            vatBack += creditedPart(vat, paid, amount);
            paid = { ...paid, paid: end, credited: end };
          }
          expect([byPayments, byCredits, vatBack]).toEqual([walletTotal, walletTotal, vat]);
        },
      ),
    );
  });

  test('no more is credited than was invoiced', () => {
    expect(() => freedByCredit({ ...NEW, credited: RAPPEN }, NEW.total)).toThrow('no more is credited');
  });
});
