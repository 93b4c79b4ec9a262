import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, type ReactElement, Suspense, useState } from 'react';
import { exportAddress } from '#web/features/export/export-address.ts';
import { ExportMenu } from '#web/features/export/export-menu.tsx';
import { useActing } from '#web/features/me/use-acting.ts';
import { bookingTotalsQuery } from '#web/features/transactions/booking-totals.query.ts';
import {
  type BookingSearch,
  filterOf,
  isFiltered,
} from '#web/features/transactions/filter/booking-filter.ts';
import { FilterBar } from '#web/features/transactions/filter/filter-bar.tsx';
import { filterQuery } from '#web/features/transactions/filter/filter-query.ts';
import { BookingTable, type Neighbours } from '#web/features/transactions/list/booking-table.tsx';
import { useChosenColumns } from '#web/features/transactions/list/chosen-columns.ts';
import { ColumnMenu } from '#web/features/transactions/list/column-menu.tsx';
import { GroupingChoice } from '#web/features/transactions/list/grouping-choice.tsx';
import { NewBookingsBar } from '#web/features/transactions/new-bookings-bar.tsx';
import { NoBookings } from '#web/features/transactions/no-bookings.tsx';
import { ResultLine } from '#web/features/transactions/result-line.tsx';
import { CopyLinkButton } from '#web/ui/copy-button.tsx';
import { NoPermissionBlock } from '#web/ui/no-permission-block.tsx';
import { PageHeader } from '#web/ui/page-header.tsx';

const BookingDrawer = lazy(async () => ({
  default: (await import('#web/features/calculation/booking-drawer.tsx')).BookingDrawer,
}));

/** Every booking of the mandate, or one's own: to filter, to add up, to open, to export. */
export function TransactionsPage(): ReactElement {
  const { may } = useActing();
  const title = <Trans>Transactions</Trans>;
  if (may('resource.billing.own')) return <Transactions title={title} />;
  return (
    <>
      <PageHeader title={title} />
      <NoPermissionBlock resource="resource.billing.own" />
    </>
  );
}

function Transactions({ title }: { readonly title: ReactElement }): ReactElement {
  const { mandate } = useActing();
  const search = useSearch({ from: '/shell/billing/transactions' });
  const { transactionId: openId } = useParams({ strict: false });
  const { change, clear, open, step, close } = useTransactionsAddress();
  const [reading, setReading] = useState(0);
  const [columns, chooseColumns] = useChosenColumns();
  const [neighbours, setNeighbours] = useState<Neighbours>({ newer: undefined, older: undefined });
  const filter = filterOf(search);
  const list = { mandateId: mandate.id, filter, reading };
  const totals = useQuery(bookingTotalsQuery(list));
  return (
    <>
      <PageHeader
        title={title}
        actions={
          <>
            <CopyLinkButton />
            <ExportMenu
              addressOf={(format) => exportAddress(mandate.id, filterQuery(filter), format)}
              totals={totals.data}
              range={filter}
            />
          </>
        }
      />
      <div className="flex flex-col gap-4">
        <FilterBar filter={filter} onChange={change} onClear={clear}>
          <GroupingChoice value={search.group} onChange={(group) => change({ group })} />
          <ColumnMenu columns={columns} onChange={chooseColumns} />
        </FilterBar>
        <ResultLine list={list} />
        <div className="relative">
          <NewBookingsBar filter={filter} onShow={() => setReading((last) => last + 1)} />
          <BookingTable
            key={JSON.stringify([list, search.group])}
            list={list}
            grouping={search.group}
            columns={columns}
            count={totals.data?.count}
            openId={openId}
            onOpen={open}
            onNeighbours={setNeighbours}
            empty={<NoBookings isFiltered={isFiltered(filter)} onClear={clear} />}
          />
        </div>
      </div>
      {openId !== undefined && (
        <Suspense>
          <BookingDrawer id={openId} neighbours={neighbours} onStep={step} onClose={close} />
        </Suspense>
      )}
    </>
  );
}

/** The address is the state: filters and the open booking stand in it. */
function useTransactionsAddress() {
  const navigate = useNavigate({ from: '/billing/transactions' });
  const to = '/billing/transactions' as const;
  const toOne = '/billing/transactions/$transactionId' as const;
  const kept = { search: true, resetScroll: false } as const;
  return {
    change: (change: BookingSearch, options?: { readonly replace: boolean }) =>
      void navigate({ to, search: (all) => ({ ...all, ...change }), resetScroll: false, ...options }),
    clear: () =>
      void navigate({ to, search: ({ mandate, group }) => ({ mandate, group }), resetScroll: false }),
    open: (transactionId: string) => void navigate({ to: toOne, params: { transactionId }, ...kept }),
    // One step of the history for a drawer, however many bookings are looked at in it: Back closes it.
    step: (transactionId: string) =>
      void navigate({ to: toOne, params: { transactionId }, ...kept, replace: true }),
    close: () => void navigate({ to, ...kept }),
  };
}
