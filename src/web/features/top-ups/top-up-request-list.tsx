import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { timeText } from '#web/lib/time-text.ts';
import { EmptyBlock } from '#web/ui/empty-block.tsx';
import { LoadMore } from '#web/ui/load-more.tsx';
import { Money } from '#web/ui/money.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { type Column, ShortTable } from '#web/ui/short-table.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { RequestState } from './request-state.tsx';
import { type TopUpRequest, topUpRequestsQuery } from './top-up-requests.query.ts';

/** What was asked for, the newest first, and whether it has arrived. */
export function TopUpRequestList(): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const requests = useInfiniteQuery(topUpRequestsQuery(mandate.id));
  if (requests.isPending) return <Skeleton className="h-72 w-full" />;
  if (requests.data === undefined)
    return <ProblemBlock error={requests.error} retry={() => void requests.refetch()} />;
  const rows = requests.data.pages.flatMap((page) => page.requests);
  if (rows.length === 0)
    return (
      <EmptyBlock title={<Trans>Nothing was topped up by bank transfer yet</Trans>}>
        <Trans>
          Ask for a QR-bill, pay it with your e-banking, and the balance is topped up when the payment
          arrives.
        </Trans>
      </EmptyBlock>
    );
  return (
    <section className="rounded-2xl border border-line bg-surface pb-4">
      <ShortTable
        label={t`Top-ups by bank transfer`}
        columns={COLUMNS}
        rows={rows}
        rowKey={({ requestId }) => requestId}
      />
      <LoadMore list={requests} shown={rows.length} />
    </section>
  );
}

const COLUMNS: readonly Column<TopUpRequest>[] = [
  {
    id: 'number',
    title: <Trans>Number</Trans>,
    isRowTitle: true,
    cell: ({ requestId, number }) => (
      <Link
        to="/billing/top-ups"
        search={{ request: requestId }}
        resetScroll={false}
        className="figures whitespace-nowrap text-accent underline-offset-4 hover:underline"
      >
        {number}
      </Link>
    ),
  },
  { id: 'state', title: <Trans>State</Trans>, cell: ({ state }) => <RequestState state={state} /> },
  {
    id: 'asked',
    title: <Trans>Asked for</Trans>,
    cell: ({ requestedAt, requestedByName }) => (
      <span className="figures whitespace-nowrap">
        {timeText(requestedAt)}
        <span className="block text-muted text-xs">{requestedByName}</span>
      </span>
    ),
  },
  {
    id: 'credit',
    title: <Trans>Credit, CHF</Trans>,
    align: 'end',
    cell: ({ amountChf }) => <Money bare chf={amountChf} />,
  },
  {
    id: 'payable',
    title: <Trans>To pay, CHF</Trans>,
    align: 'end',
    cell: ({ payableChf }) => <Money bare chf={payableChf} />,
  },
];
