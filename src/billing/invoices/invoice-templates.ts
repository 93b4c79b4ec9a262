import type { Language } from '#kernel/language.ts';
import type { MailKind } from '#mail/mail.ts';
import type { MailTemplate } from '#mail/mail-template.ts';
import { mailOfDocument } from './invoice-mails.ts';
import { drawn, type InvoiceDocument } from './kept-document.ts';
import { sampleCreditNote, sampleInvoice, sampleReminder } from './sample-documents.ts';

const PAGES = 'https://rappen.example/billing/invoices';

type Sample = Pick<InvoiceDocument, 'kind' | 'number' | 'issuedAt' | 'figures'>;

export const invoiceTemplate = templateOf('invoice', 'invoice', (language) => ({
  ...{ kind: 'invoice', number: 'IN-2026-000042', figures: sampleInvoice(language) },
  issuedAt: new Date('2026-12-01T05:20:00.000Z'),
}));

export const creditNoteTemplate = templateOf('credit_note', 'invoice', (language) => ({
  ...{ kind: 'credit_note', number: 'CN-2026-000007', figures: sampleCreditNote(language) },
  issuedAt: new Date('2026-12-04T09:00:00.000Z'),
}));

export const reminderTemplate = templateOf('reminder', 'reminder', (language) => ({
  ...{ kind: 'reminder', number: 'RE-2027-000003', figures: sampleReminder(language) },
  issuedAt: new Date('2027-01-11T05:30:00.000Z'),
}));

function templateOf(name: string, kind: MailKind, sample: (language: Language) => Sample): MailTemplate {
  return {
    ...{ name, kind },
    sample: async (language) => {
      const document = sample(language);
      const content = await drawn(document);
      const file = { name: `${document.number}.pdf`, contentType: 'application/pdf', content } as const;
      return { ...mailOfDocument(document, PAGES), files: [file] };
    },
  };
}
