import { parseChf } from '#kernel/money.ts';
import { optional, required, textOf, type XmlElement } from './xml-element.ts';
import { bankFileFault } from './xml-fault.ts';

/** Max35Text, Max70Text and so on of ISO 20022. */
export const LENGTHS = { reference: 35, name: 140, message: 140, iban: 34, instant: 40 } as const;

/** `Amt` with its currency, in nano units; ISO 20022 has 18 digits, 5 of them decimals. Throws `bank_file_refused`. */
export function amountOf(element: XmlElement): { readonly amount: bigint; readonly currency: string } {
  const currency = element.attributes.Ccy;
  if (currency === undefined || !/^[A-Z]{3}$/.test(currency))
    throw bankFileFault(`${element.place}/@Ccy`, 'is no currency code', element.line);
  return { amount: plainAmountOf(element), currency };
}

/** A sum without a currency. Throws `bank_file_refused`. */
export function plainAmountOf(element: XmlElement): bigint {
  const text = textOf(element, 19);
  const amount = /^\d{1,12}(\.\d{1,5})?$/.test(text) ? parseChf(text) : undefined;
  if (amount === undefined) throw bankFileFault(element.place, 'is no amount', element.line);
  return amount;
}

/** Throws `bank_file_refused`. */
export function countOf(element: XmlElement): number {
  const text = textOf(element, 15);
  if (!/^\d+$/.test(text)) throw bankFileFault(element.place, 'is no whole number', element.line);
  return Number(text);
}

/** `CdtDbtInd`. Throws `bank_file_refused`. */
export function directionOf(element: XmlElement): 'credit' | 'debit' {
  const text = textOf(element, 4);
  if (text === 'CRDT') return 'credit';
  if (text === 'DBIT') return 'debit';
  throw bankFileFault(element.place, 'is neither CRDT nor DBIT', element.line);
}

/** `RvslInd`; not there: false. Throws `bank_file_refused`. */
export function isReversal(entry: XmlElement): boolean {
  const element = optional(entry, 'RvslInd');
  if (!element) return false;
  const text = textOf(element, 5);
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  throw bankFileFault(element.place, 'is neither true nor false', element.line);
}

/** The day of `BookgDt` or `ValDt`, which have a date or an instant. Throws `bank_file_refused`. */
export function dayOf(entry: XmlElement, name: string): string | undefined {
  const element = optional(entry, name);
  if (!element) return undefined;
  const inner = optional(element, 'Dt') ?? required(element, 'DtTm');
  const text = textOf(inner, LENGTHS.instant);
  const day = /^(2\d{3}-\d{2}-\d{2})(T\S+|Z|[+-]\d{2}:\d{2})?$/.exec(text)?.[1];
  const time = Date.parse(`${day}T00:00:00Z`);
  // 31 February would be taken for a day in March.
  if (day === undefined || Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day)
    throw bankFileFault(inner.place, 'is no day', inner.line);
  return day;
}
