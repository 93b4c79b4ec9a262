import type { InvoiceDetail } from './invoices.query.ts';

/** What every form about an invoice is given. */
export interface DeedForm {
  readonly mandateId: string;
  readonly invoice: InvoiceDetail;
  /** Called when it is done, with what is said of it. */
  readonly onDone: (text: string) => void;
}
