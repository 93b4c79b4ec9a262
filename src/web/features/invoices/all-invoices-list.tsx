import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { EmptyBlock } from '#web/ui/empty-block.tsx';
import { LoadMore } from '#web/ui/load-more.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { type Column, ShortTable } from '#web/ui/short-table.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { invoiceColumns } from './invoice-columns.tsx';
import { type AnyInvoiceRow, allInvoicesQuery } from './invoices.query.ts';
import type { InvoiceState } from './invoices-search.ts';
import { WaitingInvoices } from './waiting-invoices.tsx';

/** Invoices of all mandates, overdue ones first, and what cannot be issued yet. */
export function AllInvoicesList({ state }: { readonly state: InvoiceState | undefined }): ReactElement {
  const { t } = useLingui();
  const invoices = useInfiniteQuery(allInvoicesQuery(state));
  if (invoices.isPending) return <Skeleton className="h-96 w-full" />;
  if (invoices.data === undefined)
    return <ProblemBlock error={invoices.error} retry={() => void invoices.refetch()} />;
  const rows = invoices.data.pages.flatMap((page) => page.invoices);
  const waiting = invoices.data.pages[0]?.waiting ?? [];
  return (
    <div className="flex flex-col gap-6">
      {waiting.length > 0 && <WaitingInvoices waiting={waiting} />}
      {rows.length === 0 ? (
        <EmptyBlock title={<Trans>No invoices</Trans>}>
          {state === undefined ? (
            <Trans>Mandates that pay afterwards get theirs on the first day of each month.</Trans>
          ) : (
            <Trans>None is in this state. Choose all to see the others.</Trans>
          )}
        </EmptyBlock>
      ) : (
        <section className="rounded-2xl border border-line bg-surface pb-4">
          <ShortTable label={t`Invoices`} columns={COLUMNS} rows={rows} rowKey={(row) => row.invoiceId} />
          <LoadMore list={invoices} shown={rows.length} />
        </section>
      )}
    </div>
  );
}

const COLUMNS: readonly Column<AnyInvoiceRow>[] = [
  {
    id: 'number',
    title: <Trans>Invoice</Trans>,
    isRowTitle: true,
    cell: ({ invoiceId, mandateId, number }) => (
      <Link
        to="/admin/invoices"
        search={(old) => ({ ...old, invoice: invoiceId, of: mandateId })}
        resetScroll={false}
        className="figures whitespace-nowrap font-medium text-accent underline-offset-4 hover:underline"
      >
        {number}
      </Link>
    ),
  },
  {
    id: 'mandate',
    title: <Trans>Mandate</Trans>,
    className: 'min-w-36',
    cell: ({ mandateId, mandateName }) => (
      <Link
        to="/admin/mandates/$mandateId"
        params={{ mandateId }}
        className="break-words text-accent underline-offset-4 hover:underline"
      >
        {mandateName}
      </Link>
    ),
  },
  ...invoiceColumns<AnyInvoiceRow>(),
  {
    id: 'reminders',
    title: <Trans>Reminders</Trans>,
    cell: ({ reminderLevel, holdReason, mayBeSuspended }) => (
      <span className="flex flex-col">
        <span className="figures">{reminderLevel}</span>
        {holdReason !== undefined && (
          <span className="text-warn text-xs">
            <Trans>held</Trans>
          </span>
        )}
        {mayBeSuspended && (
          <span className="text-bad text-xs">
            <Trans>may be suspended</Trans>
          </span>
        )}
      </span>
    ),
  },
];
