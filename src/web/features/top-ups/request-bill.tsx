import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import type { ReactElement } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { shortDayText } from '#web/lib/time-text.ts';
import { buttonClass } from '#web/ui/button.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { Money } from '#web/ui/money.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { CancelRequest } from './cancel-request.tsx';
import { RequestState } from './request-state.tsx';
import { SwissQrCode } from './swiss-qr-code.tsx';
import { pdfAddress } from './top-up-calls.ts';
import { type ShownRequest, topUpRequestQuery } from './top-up-requests.query.ts';

/** How a request is paid: the code for the phone's e-banking, and the same in words to be typed. */
export function RequestBill({
  requestId,
  onClose,
}: {
  readonly requestId: string;
  readonly onClose: () => void;
}): ReactElement {
  const { mandate } = useActing();
  const request = useQuery(topUpRequestQuery(mandate.id, requestId));
  return (
    <DialogFrame title={request.data?.number ?? <Trans>Top-up</Trans>} isOpen side onClose={onClose}>
      {request.data ? (
        <Bill request={request.data} mandateId={mandate.id} />
      ) : request.isPending ? (
        <Skeleton className="h-96 w-full" />
      ) : (
        <ProblemBlock error={request.error} retry={() => void request.refetch()} />
      )}
    </DialogFrame>
  );
}

function Bill({
  request,
  mandateId,
}: {
  readonly request: ShownRequest;
  readonly mandateId: string;
}): ReactElement {
  const { t, i18n } = useLingui();
  const { may } = useActing();
  const { state, requestId, paidOn, qrText } = request;
  return (
    <div className="flex flex-col gap-5">
      <p className="flex flex-wrap items-center gap-3">
        <RequestState state={state} />
        {paidOn !== undefined && (
          <span className="text-muted text-sm">
            <Trans>booked by the bank on {shortDayText(paidOn, i18n.locale)}</Trans>
          </span>
        )}
      </p>
      {state === 'open' && (
        <>
          <p className="text-muted">
            <Trans>
              Scan the code with your e-banking app, or pay with the bill as PDF. The balance is topped up as
              soon as the payment has arrived.
            </Trans>
          </p>
          <SwissQrCode text={qrText} label={t`QR code of the payment`} />
        </>
      )}
      <BillFacts request={request} />
      <div className="flex flex-wrap gap-3">
        <a href={pdfAddress(mandateId, requestId, 'bill')} download className={buttonClass('primary')}>
          <Download aria-hidden className="size-4" />
          <Trans>Bill as PDF</Trans>
        </a>
        {state === 'paid' && (
          <a href={pdfAddress(mandateId, requestId, 'receipt')} download className={buttonClass('secondary')}>
            <Download aria-hidden className="size-4" />
            <Trans>Receipt as PDF</Trans>
          </a>
        )}
        {state === 'open' && may('resource.billing.top_up') && <CancelRequest requestId={requestId} />}
      </div>
    </div>
  );
}

function BillFacts({ request }: { readonly request: ShownRequest }): ReactElement {
  const { t } = useLingui();
  const { amountChf, vatChf, vatPercent = '', payableChf, payee, iban, reference } = request;
  const rows = [
    { id: 'credit', label: <Trans>Added to the balance</Trans>, value: <Money chf={amountChf} /> },
    ...(vatChf === undefined
      ? []
      : [{ id: 'vat', label: <Trans>VAT {vatPercent} %</Trans>, value: <Money chf={vatChf} /> }]),
    { id: 'payable', label: <Trans>To pay</Trans>, value: <Money chf={payableChf} /> },
    { id: 'payee', label: <Trans>Payable to</Trans>, value: payee },
    {
      id: 'iban',
      label: <Trans>Account</Trans>,
      value: <Copied text={iban} label={t`Copy the account`} />,
    },
    {
      id: 'reference',
      label: <Trans>Reference</Trans>,
      value: <Copied text={reference} label={t`Copy the reference`} />,
    },
  ];
  return (
    <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[auto_1fr]">
      {rows.map(({ id, label, value }) => (
        <div key={id} className="contents">
          <dt className="text-muted text-sm">{label}</dt>
          <dd className="figures mb-2 min-w-0 break-words sm:mb-0">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Copied({ text, label }: { readonly text: string; readonly label: string }): ReactElement {
  return (
    <span className="flex items-start gap-2">
      <span className="min-w-0">{text}</span>
      <CopyButton text={text.replaceAll(' ', '')} label={label} />
    </span>
  );
}
