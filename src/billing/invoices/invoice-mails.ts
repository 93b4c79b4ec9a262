import { monthText } from '#kernel/day-text.ts';
import { ibanText } from '#kernel/iban.ts';
import { moneyText } from '#kernel/money-text.ts';
import { type ComposedMail, composeMail } from '#mail/layout/compose-mail.ts';
import type { MailBlock } from '#mail/layout/mail-block.ts';
import type { NewMail } from '#mail/mail.ts';
import { formatReference, type PaymentReference } from '../payments/references/payment-reference.ts';
import { printedDay } from '../statements/printed-amount.ts';
import type { CreditNoteFigures, InvoiceFigures, ReminderFigures } from './invoice-figures.ts';
import { reminderTitle } from './invoice-pdf.ts';
import { INVOICE_TEXTS, type InvoiceTexts } from './invoice-texts.ts';
import type { InvoiceDocument } from './kept-document.ts';

/** The part of a mail about a document that follows from it. `pagesUrl`: where the mandate's invoices are. */
export interface InvoiceMail extends ComposedMail {
  readonly subject: string;
  readonly kind: NewMail['kind'];
}

type MailedDocument = Pick<InvoiceDocument, 'kind' | 'number' | 'figures'>;

export function mailOfDocument(document: MailedDocument, pagesUrl: string): InvoiceMail {
  const { kind, number, figures } = document;
  const texts = INVOICE_TEXTS[figures.language];
  const { subject, blocks, intro } =
    kind === 'invoice'
      ? invoiceParts(number, figures as InvoiceFigures, texts)
      : kind === 'credit_note'
        ? creditNoteParts(number, figures as CreditNoteFigures, texts)
        : reminderParts(figures as ReminderFigures, texts);
  const content = composeMail(figures.language, {
    ...{ title: subject, preheader: intro, reason: texts.mail.reason },
    blocks: [
      { kind: 'paragraph', text: intro },
      ...blocks,
      { kind: 'button', label: texts.mail.button, href: pagesUrl },
    ],
  });
  return { subject, kind: kind === 'reminder' ? 'reminder' : 'invoice', ...content };
}

interface Parts {
  readonly subject: string;
  readonly intro: string;
  readonly blocks: readonly MailBlock[];
}

function invoiceParts(number: string, figures: InvoiceFigures, texts: InvoiceTexts): Parts {
  const month = monthText(figures.month, figures.language);
  return {
    subject: texts.mail.invoice(number, month),
    intro: texts.mail.invoiceIntro(month, money(figures.total), printedDay(figures.dueOn)),
    blocks: [
      paymentFacts(figures, texts, [
        { label: texts.total, value: money(figures.total) },
        { label: texts.payableUntil, value: printedDay(figures.dueOn) },
      ]),
    ],
  };
}

function creditNoteParts(number: string, figures: CreditNoteFigures, texts: InvoiceTexts): Parts {
  const { invoiceNumber, amount, reason, due } = figures;
  const { creditNote, mail } = texts;
  return {
    subject: mail.creditNote(number, invoiceNumber),
    intro: mail.creditNoteIntro(invoiceNumber, money(amount)),
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: creditNote.given, value: money(amount) },
          { label: creditNote.reason, value: reason },
          { label: creditNote.left, value: money(due) },
        ],
      },
    ],
  };
}

function reminderParts(figures: ReminderFigures, texts: InvoiceTexts): Parts {
  const { level, isLast, invoiceNumber, invoiceDueOn, due, payUntil } = figures;
  const { lead, pay, last, crossed } = texts.reminder;
  return {
    subject: texts.mail.reminder(reminderTitle(level, texts), invoiceNumber),
    intro: lead(invoiceNumber, printedDay(invoiceDueOn)),
    blocks: [
      { kind: 'paragraph', text: pay(money(due), printedDay(payUntil)) },
      paymentFacts(figures, texts, [{ label: texts.due, value: money(due) }]),
      { kind: 'note', text: isLast ? `${last}\n${crossed}` : crossed },
    ],
  };
}

function paymentFacts(
  { iban, reference }: { readonly iban: string; readonly reference: PaymentReference },
  { mail }: InvoiceTexts,
  facts: readonly { readonly label: string; readonly value: string }[],
): MailBlock {
  return {
    kind: 'facts',
    facts: [
      ...facts,
      { label: mail.account, value: ibanText(iban) },
      { label: mail.reference, value: formatReference(reference) },
    ],
  };
}

function money(amount: string): string {
  return moneyText(BigInt(amount), { decimals: 2 });
}
