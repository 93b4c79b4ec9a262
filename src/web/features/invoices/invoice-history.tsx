import { Trans } from '@lingui/react/macro';
import type { ReactElement, ReactNode } from 'react';
import { dayText } from '#kernel/day-text.ts';
import { Money } from '#web/ui/money.tsx';
import { type InvoiceDetail, pdfAddress } from './invoices.query.ts';

/** Payments, credit notes and reminders of an invoice. */
export function InvoiceHistory({
  mandateId,
  invoice,
}: {
  readonly mandateId: string;
  readonly invoice: InvoiceDetail;
}): ReactElement {
  const { invoiceId, payments, creditNotes, reminders } = invoice;
  const paper = (documentId: string, number: string) => (
    <a
      href={pdfAddress(mandateId, invoiceId, documentId)}
      download={`${number}.pdf`}
      className="figures text-accent underline underline-offset-4"
    >
      {number}
    </a>
  );
  return (
    <section className="flex flex-col gap-4">
      <Part title={<Trans>Payments</Trans>} none={<Trans>None came yet.</Trans>}>
        {payments.map(({ transactionId, paidOn, amountChf }) => (
          <Line
            key={transactionId}
            day={paidOn}
            name={amountChf.startsWith('-') ? <Trans>Taken back</Trans> : <Trans>Payment</Trans>}
            amountChf={amountChf}
          />
        ))}
      </Part>
      {creditNotes.length > 0 && (
        <Part title={<Trans>Credit notes</Trans>}>
          {creditNotes.map(({ documentId, number, issuedOn, amountChf }) => (
            <Line key={documentId} day={issuedOn} name={paper(documentId, number)} amountChf={amountChf} />
          ))}
        </Part>
      )}
      {reminders.length > 0 && (
        <Part title={<Trans>Reminders</Trans>}>
          {reminders.map(({ documentId, number, issuedOn }) => (
            <Line key={documentId} day={issuedOn} name={paper(documentId, number)} />
          ))}
        </Part>
      )}
    </section>
  );
}

function Part({
  title,
  none,
  children,
}: {
  readonly title: ReactNode;
  readonly none?: ReactNode;
  readonly children: readonly ReactElement[];
}): ReactElement {
  return (
    <div>
      <h3 className="mb-1 font-semibold">{title}</h3>
      {children.length === 0 ? (
        <p className="text-muted">{none}</p>
      ) : (
        <ul className="flex flex-col gap-1">{children}</ul>
      )}
    </div>
  );
}

function Line({
  day,
  name,
  amountChf,
}: {
  readonly day: string;
  readonly name: ReactNode;
  readonly amountChf?: string;
}): ReactElement {
  return (
    <li className="flex flex-wrap gap-x-4">
      <span className="figures">{dayText(day)}</span>
      <span>{name}</span>
      {amountChf !== undefined && <Money chf={amountChf} className="ml-auto" />}
    </li>
  );
}
