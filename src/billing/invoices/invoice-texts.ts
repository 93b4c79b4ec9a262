import type { Language } from '#kernel/language.ts';
import { INVOICE_TEXTS_DE } from './invoice-texts-de.ts';
import { INVOICE_TEXTS_EN } from './invoice-texts-en.ts';
import { INVOICE_TEXTS_FR } from './invoice-texts-fr.ts';
import { INVOICE_TEXTS_IT } from './invoice-texts-it.ts';

/** What invoices, credit notes, reminders and their mails say. Amounts come as `CHF 1'234.50`, days as `31.12.2026`, months as `November 2026`. */
export interface InvoiceTexts {
  readonly number: string;
  readonly date: string;
  readonly period: string;
  readonly payableUntil: string;
  readonly yourUid: string;
  readonly page: (page: number, pages: number) => string;
  readonly item: string;
  readonly calls: string;
  readonly tokens: string;
  readonly inChf: string;
  readonly lines: Readonly<Record<'adjustment' | 'absorbed' | 'carried', string>>;
  readonly subtotal: string;
  readonly total: string;
  readonly vat: string;
  readonly rate: string;
  readonly net: string;
  readonly gross: string;
  readonly vatIncluded: string;
  readonly vatOnTop: string;
  readonly noVat: string;
  readonly paid: string;
  readonly credited: string;
  readonly due: string;
  readonly invoice: {
    readonly title: (month: string) => string;
    readonly lead: (amount: string, day: string) => string;
    readonly supply: string;
  };
  readonly creditNote: {
    readonly title: (invoice: string) => string;
    readonly lead: (invoice: string, day: string) => string;
    readonly reason: string;
    readonly given: string;
    readonly left: string;
  };
  readonly reminder: {
    readonly titles: readonly [string, string, string];
    readonly lead: (invoice: string, day: string) => string;
    readonly pay: (amount: string, day: string) => string;
    readonly last: string;
    readonly crossed: string;
  };
  readonly mail: {
    readonly invoice: (number: string, month: string) => string;
    readonly invoiceIntro: (month: string, amount: string, day: string) => string;
    readonly creditNote: (number: string, invoice: string) => string;
    readonly creditNoteIntro: (invoice: string, amount: string) => string;
    readonly reminder: (title: string, invoice: string) => string;
    readonly reference: string;
    readonly account: string;
    readonly button: string;
    readonly reason: string;
  };
}

export const INVOICE_TEXTS: Readonly<Record<Language, InvoiceTexts>> = {
  de: INVOICE_TEXTS_DE,
  en: INVOICE_TEXTS_EN,
  fr: INVOICE_TEXTS_FR,
  it: INVOICE_TEXTS_IT,
};
