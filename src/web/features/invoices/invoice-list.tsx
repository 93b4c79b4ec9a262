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
import { type InvoiceRow, invoicesQuery } from './invoices.query.ts';
import type { InvoiceState } from './invoices-search.ts';
import { MonthsWithoutInvoice } from './months-without-invoice.tsx';

/** The invoices of a mandate; each leads to what became of it. */
export function InvoiceList({
  mandateId,
  state,
}: {
  readonly mandateId: string;
  readonly state: InvoiceState | undefined;
}): ReactElement {
  const { t } = useLingui();
  const invoices = useInfiniteQuery(invoicesQuery(mandateId, state));
  if (invoices.isPending) return <Skeleton className="h-72 w-full" />;
  if (invoices.data === undefined)
    return <ProblemBlock error={invoices.error} retry={() => void invoices.refetch()} />;
  const rows = invoices.data.pages.flatMap((page) => page.invoices);
  const months = invoices.data.pages[0]?.notIssued ?? [];
  const columns: readonly Column<InvoiceRow>[] = [
    {
      id: 'number',
      title: <Trans>Invoice</Trans>,
      isRowTitle: true,
      cell: ({ invoiceId, number }) => (
        <Link
          to="/billing/invoices"
          search={(old) => ({ ...old, invoice: invoiceId })}
          resetScroll={false}
          className="figures whitespace-nowrap font-medium text-accent underline-offset-4 hover:underline"
        >
          {number}
        </Link>
      ),
    },
    ...invoiceColumns<InvoiceRow>(),
  ];
  return (
    <div className="flex flex-col gap-6">
      {rows.length === 0 ? (
        <EmptyBlock title={<Trans>No invoices</Trans>}>
          {state === undefined ? (
            <Trans>A mandate that pays afterwards gets an invoice on the first day of each month.</Trans>
          ) : (
            <Trans>None is in this state. Choose all to see the others.</Trans>
          )}
        </EmptyBlock>
      ) : (
        <section className="rounded-2xl border border-line bg-surface pb-4">
          <ShortTable label={t`Invoices`} columns={columns} rows={rows} rowKey={(row) => row.invoiceId} />
          <LoadMore list={invoices} shown={rows.length} />
        </section>
      )}
      {months.length > 0 && <MonthsWithoutInvoice months={months} />}
    </div>
  );
}
