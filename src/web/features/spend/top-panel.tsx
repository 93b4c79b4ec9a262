import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement, ReactNode } from 'react';
import type { NanoChf } from '#kernel/money.ts';
import { amountText } from '#kernel/money-text.ts';
import { countText, shareText } from '#kernel/share-text.ts';
import { columnDecimals } from '#web/lib/column-decimals.ts';
import { Button } from '#web/ui/button.tsx';
import { Panel } from '#web/ui/panel.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { type Column, ShortTable } from '#web/ui/short-table.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { BookingsLink } from './bookings-link.tsx';
import { useGroupName } from './group-name.ts';
import type { Dimension } from './overview-search.ts';
import { bucketsIn, type GroupSpent, groupsOf, type Spent, totalOf } from './spend-sums.ts';
import { type SpendView, useStatistics } from './spend-view.ts';
import { useOverviewSearch } from './use-overview.ts';

const SHOWN = 6;

/** Who or what cost the most in the days that the page is about. */
export function TopPanel({
  view,
  dimension,
}: {
  readonly view: SpendView;
  readonly dimension: Dimension;
}): ReactElement {
  const { data, error, refetch, isPlaceholderData } = useStatistics(view, dimension);
  const buckets = data && bucketsIn(data.buckets, view.focus);
  return (
    <Panel title={<Title dimension={dimension} />} className="xl:last:odd:col-span-2">
      {buckets ? (
        <div aria-busy={isPlaceholderData} className={isPlaceholderData ? 'opacity-50' : ''}>
          <TopList view={view} dimension={dimension} groups={groupsOf(buckets)} total={totalOf(buckets)} />
        </div>
      ) : error ? (
        <ProblemBlock error={error} retry={() => void refetch()} />
      ) : (
        <Skeleton className="h-56 w-full" />
      )}
    </Panel>
  );
}

function Title({ dimension }: { readonly dimension: Dimension }): ReactElement {
  switch (dimension) {
    case 'user':
      return <Trans>Users who spent most</Trans>;
    case 'model':
      return <Trans>Models that cost most</Trans>;
    case 'feature':
      return <Trans>Features that cost most</Trans>;
    case 'provider':
      return <Trans>Providers that cost most</Trans>;
  }
}

function TopList({
  view,
  dimension,
  groups,
  total,
}: {
  readonly view: SpendView;
  readonly dimension: Dimension;
  readonly groups: readonly GroupSpent[];
  readonly total: Spent;
}): ReactElement {
  const { t } = useLingui();
  const [, change] = useOverviewSearch();
  const shown = groups.slice(0, SHOWN);
  const columns = useColumns(view, dimension, total, shown);
  if (groups.length === 0)
    return (
      <p className="text-muted">
        <Trans>No calls in these days.</Trans>
      </p>
    );
  const more = groups.length - SHOWN;
  const names: Readonly<Record<Dimension, string>> = {
    user: t`Users by cost`,
    model: t`Models by cost`,
    feature: t`Features by cost`,
    provider: t`Providers by cost`,
  };
  return (
    <>
      <ShortTable label={names[dimension]} columns={columns} rows={shown} rowKey={({ id }) => id ?? ''} />
      {more > 0 && (
        <Button small look="quiet" className="mt-2" onPress={() => change({ by: dimension, view: 'table' })}>
          <Trans>{more} more in the table above</Trans>
        </Button>
      )}
    </>
  );
}

function useColumns(
  view: SpendView,
  dimension: Dimension,
  total: Spent,
  shown: readonly GroupSpent[],
): readonly Column<GroupSpent>[] {
  const { t } = useLingui();
  const groupName = useGroupName();
  const charges = { decimals: columnDecimals(shown.map(({ charged }) => charged)) };
  const perCall = { decimals: columnDecimals(shown.flatMap((group) => perCallOf(group) ?? [])) };
  return [
    {
      id: 'name',
      title: { user: t`User`, model: t`Model`, feature: t`Feature`, provider: t`Provider` }[dimension],
      isRowTitle: true,
      className: 'w-full min-w-32',
      cell: ({ group }) =>
        group.key === undefined ? (
          groupName(dimension, group)
        ) : (
          <BookingsLink
            days={view.focus}
            filter={{ ...view.filter, [dimension]: group.key }}
            className="break-words font-medium text-ink underline decoration-line-strong underline-offset-4 hover:decoration-accent"
          >
            {groupName(dimension, group)}
          </BookingsLink>
        ),
    },
    {
      id: 'charged',
      title: t`CHF`,
      align: 'end',
      cell: ({ charged }) => <Figures>{amountText(charged, charges)}</Figures>,
    },
    {
      id: 'share',
      title: t`Share`,
      align: 'end',
      cell: ({ charged }) => <Figures>{shareText(charged, total.charged) ?? '–'}</Figures>,
    },
    {
      id: 'calls',
      title: t`Calls`,
      align: 'end',
      cell: ({ calls }) => <Figures>{countText(calls)}</Figures>,
    },
    {
      id: 'each',
      title: t`CHF per call`,
      align: 'end',
      cell: (group) => {
        const amount = perCallOf(group);
        return <Figures>{amount === undefined ? '–' : amountText(amount, perCall)}</Figures>;
      },
    },
  ];
}

/** Only shown, never computed with; rounded towards zero. */
function perCallOf({ charged, calls }: Spent): NanoChf | undefined {
  return calls > 0 ? charged / BigInt(calls) : undefined;
}

function Figures({ children }: { readonly children: ReactNode }): ReactElement {
  return <span className="figures whitespace-nowrap">{children}</span>;
}
