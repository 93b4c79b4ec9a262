import { oneOf, textOf } from '#web/lib/search/search-text.ts';

export const INVOICE_STATES = ['overdue', 'partly_paid', 'open', 'paid', 'cancelled'] as const;
export type InvoiceState = (typeof INVOICE_STATES)[number];
const INVOICE_ACTS = ['pay', 'credit', 'hold'] as const;
export type InvoiceAct = (typeof INVOICE_ACTS)[number];

export interface InvoicesSearch {
  /** In this state alone. */
  readonly only?: InvoiceState | undefined;
  /** The invoice at the side. */
  readonly invoice?: string | undefined;
}

/** The operator's list has those of all mandates, and what is done about the one at the side. */
export interface AllInvoicesSearch extends InvoicesSearch {
  readonly of?: string | undefined;
  readonly act?: InvoiceAct | undefined;
  /** The rule of all invoices is being changed. */
  readonly rule?: 'open' | undefined;
}

export function readInvoicesSearch(search: Readonly<Record<string, unknown>>): InvoicesSearch {
  return { only: oneOf(INVOICE_STATES, search.only), invoice: textOf(search.invoice, 40) };
}

export function readAllInvoicesSearch(search: Readonly<Record<string, unknown>>): AllInvoicesSearch {
  const { of, act, rule } = search;
  return {
    ...readInvoicesSearch(search),
    ...{ of: textOf(of, 40), act: oneOf(INVOICE_ACTS, act), rule: oneOf(['open'] as const, rule) },
  };
}
