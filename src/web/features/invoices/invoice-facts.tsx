import { Trans } from '@lingui/react/macro';
import { FileDown } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { dayText } from '#kernel/day-text.ts';
import { nanoOf } from '#web/lib/nano-of.ts';
import { buttonClass } from '#web/ui/button.tsx';
import { Money } from '#web/ui/money.tsx';
import { shortMonth } from './invoice-columns.tsx';
import { type InvoiceDetail, pdfAddress } from './invoices.query.ts';
import { StateBadge } from './state-choice.tsx';

/** What an invoice comes to, and what is left of it. */
export function InvoiceFacts({
  mandateId,
  invoice,
}: {
  readonly mandateId: string;
  readonly invoice: InvoiceDetail;
}): ReactElement {
  const { state, month, issuedOn, dueOn, totalChf, paidChf, creditedChf, dueChf, overpaidChf } = invoice;
  const { reference, holdReason, number, invoiceId, vat } = invoice;
  return (
    <section className="flex flex-col gap-4">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
        <Fact name={<Trans>State</Trans>}>
          <StateBadge state={state} />
        </Fact>
        <Fact name={<Trans>Month</Trans>}>{shortMonth(month)}</Fact>
        <Fact name={<Trans>Issued</Trans>}>{dayText(issuedOn)}</Fact>
        <Fact name={<Trans>Payable by</Trans>}>{dayText(dueOn)}</Fact>
        <Fact name={<Trans>Amount</Trans>}>
          <Money chf={totalChf} className="font-semibold" />
        </Fact>
        {vat?.lines.map(({ ratePercent, vatChf }) => (
          <Fact key={ratePercent} name={<Trans>Of it VAT {ratePercent} %</Trans>}>
            <Money chf={vatChf} />
          </Fact>
        ))}
        <Fact name={<Trans>Paid</Trans>}>
          <Money chf={paidChf} />
        </Fact>
        {nanoOf(creditedChf) !== 0n && (
          <Fact name={<Trans>Credited</Trans>}>
            <Money chf={creditedChf} />
          </Fact>
        )}
        <Fact name={<Trans>Due</Trans>}>
          <Money chf={dueChf} className="font-semibold" />
        </Fact>
        {nanoOf(overpaidChf) !== 0n && (
          <Fact name={<Trans>Paid too much</Trans>}>
            <Money chf={overpaidChf} /> <Trans>(stays in the balance)</Trans>
          </Fact>
        )}
        <Fact name={<Trans>Reference</Trans>}>
          <span className="figures break-words">{reference}</span>
        </Fact>
        {holdReason !== undefined && (
          <Fact name={<Trans>No reminders</Trans>}>
            <span className="break-words text-warn">{holdReason}</span>
          </Fact>
        )}
      </dl>
      <div>
        <a
          href={pdfAddress(mandateId, invoiceId)}
          download={`${number}.pdf`}
          className={buttonClass('secondary')}
        >
          <FileDown aria-hidden className="size-4" />
          <Trans>Invoice as PDF</Trans>
        </a>
      </div>
    </section>
  );
}

function Fact({ name, children }: { readonly name: ReactNode; readonly children: ReactNode }): ReactElement {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="figures min-w-0">{children}</dd>
    </>
  );
}
