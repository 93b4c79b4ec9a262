import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { dayText } from '#kernel/day-text.ts';
import { timeText } from '#web/lib/time-text.ts';
import { Badge } from '#web/ui/badge.tsx';
import { EmptyBlock } from '#web/ui/empty-block.tsx';
import { LoadMore } from '#web/ui/load-more.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { type Column, ShortTable } from '#web/ui/short-table.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { SourceText } from '../prices/source-text.tsx';
import { type RateVersion, ratesQuery } from './rate.query.ts';

/** Every exchange rate, the newest first; the one that holds is marked, in words too. */
export function RateList(): ReactElement {
  const { t } = useLingui();
  const rates = useInfiniteQuery(ratesQuery);
  if (rates.isPending) return <Skeleton className="h-72 w-full" />;
  if (rates.data === undefined)
    return <ProblemBlock error={rates.error} retry={() => void rates.refetch()} />;
  const rows = rates.data.pages.flatMap((page) => page.rates);
  if (rows.length === 0)
    return (
      <EmptyBlock title={<Trans>No exchange rate yet</Trans>}>
        <Trans>Without one no call can be charged.</Trans>
      </EmptyBlock>
    );
  const columns: readonly Column<RateVersion>[] = [
    {
      id: 'from',
      title: <Trans>Valid from (00:00 UTC)</Trans>,
      isRowTitle: true,
      cell: ({ validFrom }) => (
        <span className="figures whitespace-nowrap">{dayText(validFrom.slice(0, 10))}</span>
      ),
    },
    {
      id: 'rate',
      title: <Trans>CHF for one USD</Trans>,
      align: 'end',
      cell: ({ chfPerUsd }) => <span className="figures font-medium">{chfPerUsd}</span>,
    },
    { id: 'state', title: <Trans>State</Trans>, cell: (rate) => <RateState rate={rate} /> },
    {
      id: 'source',
      title: <Trans>Source</Trans>,
      className: 'min-w-48',
      cell: ({ source }) => <SourceText source={source} />,
    },
    {
      id: 'written',
      title: <Trans>Written</Trans>,
      align: 'end',
      cell: ({ createdAt }) => <span className="figures whitespace-nowrap">{timeText(createdAt)}</span>,
    },
  ];
  return (
    <section className="rounded-2xl border border-line bg-surface pb-4">
      <ShortTable
        label={t`Exchange rates`}
        columns={columns}
        rows={rows}
        rowKey={({ exchangeRateId }) => exchangeRateId}
        isRowMarked={({ isCurrent }) => isCurrent}
      />
      <LoadMore list={rates} shown={rows.length} />
    </section>
  );
}

function RateState({ rate }: { readonly rate: RateVersion }): ReactElement {
  if (rate.isCurrent)
    return (
      <Badge tone="good">
        <Trans>holds now</Trans>
      </Badge>
    );
  if (Date.parse(rate.validFrom) > Date.now())
    return (
      <Badge tone="accent">
        <Trans>to come</Trans>
      </Badge>
    );
  return (
    <Badge>
      <Trans>past</Trans>
    </Badge>
  );
}
