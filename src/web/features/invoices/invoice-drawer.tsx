import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement, ReactNode } from 'react';
import { CopyLinkButton } from '#web/ui/copy-button.tsx';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { InvoiceFacts } from './invoice-facts.tsx';
import { InvoiceHistory } from './invoice-history.tsx';
import { type InvoiceDetail, invoiceQuery } from './invoices.query.ts';

/** One invoice at the side, with its documents and what became of it. `children`: what can be done about it. */
export function InvoiceDrawer({
  mandateId,
  invoiceId,
  onClose,
  children,
}: {
  readonly mandateId: string;
  readonly invoiceId: string;
  readonly onClose: () => void;
  readonly children?: (invoice: InvoiceDetail) => ReactNode;
}): ReactElement {
  const { data, error, isPending, refetch } = useQuery(invoiceQuery(mandateId, invoiceId));
  const number = data?.number;
  return (
    <DialogFrame
      title={number === undefined ? <Trans>Invoice</Trans> : <Trans>Invoice {number}</Trans>}
      isOpen
      side
      onClose={onClose}
      actions={<CopyLinkButton />}
    >
      {isPending && <Skeleton className="h-72 w-full" />}
      {error !== null && data === undefined && <ProblemBlock error={error} retry={() => void refetch()} />}
      {data !== undefined && (
        <div className="flex flex-col gap-6">
          <InvoiceFacts mandateId={mandateId} invoice={data} />
          {children?.(data)}
          <InvoiceHistory mandateId={mandateId} invoice={data} />
        </div>
      )}
    </DialogFrame>
  );
}
