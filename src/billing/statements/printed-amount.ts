import { must } from '#kernel/assert.ts';
import { parseChf } from '#kernel/money.ts';
import { amountText, moneyText } from '#kernel/money-text.ts';

/** An amount of the figures with two decimals, and with the currency where no column says it: `CHF 1'234.50`. */
export function printedAmount(text: string, currency: 'CHF' | 'none' = 'none'): string {
  const amount = must(parseChf(text), 'an amount');
  return currency === 'CHF' ? moneyText(amount, { decimals: 2 }) : amountText(amount, { decimals: 2 });
}

/** A whole number in groups of three: `1'234'567`. */
export function printedCount(count: number): string {
  return count.toString().replace(/\B(?=(\d{3})+$)/g, "'");
}

/** A day (`2026-11-30`) as `30.11.2026`. */
export function printedDay(day: string): string {
  return day.split('-').reverse().join('.');
}
