import { useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import type { NanoChf } from '#kernel/money.ts';
import { amountText } from '#kernel/money-text.ts';
import { countText } from '#kernel/share-text.ts';
import { Badge } from '#web/ui/badge.tsx';
import { type Column, ShortTable } from '#web/ui/short-table.tsx';
import { BookingsLink } from '../spend/bookings-link.tsx';
import type { SpendView } from '../spend/spend-view.ts';
import type { ChartColumn, ChartData, ChartSeries } from './chart-series.ts';
import { columnName } from './column-text.ts';
import { lastDayOf } from './picked-columns.ts';
import { Swatch } from './swatch.tsx';

/** The same numbers as the bars, in CHF; each day leads to its bookings. */
export function ChartTable({
  view,
  data,
  nameOf,
}: {
  readonly view: SpendView;
  readonly data: ChartData;
  readonly nameOf: (series: ChartSeries) => string;
}): ReactElement {
  const { t, i18n } = useLingui();
  const { per } = view.range;
  const columns: Column<ChartColumn>[] = [
    {
      id: 'name',
      title: { day: t`Day`, month: t`Month`, year: t`Year` }[per],
      isRowTitle: true,
      className: 'whitespace-nowrap',
      cell: (column) => (
        <>
          <BookingsLink days={{ from: column.from, to: lastDayOf(column, view) }} filter={view.filter}>
            {columnName(column, per, i18n.locale)}
          </BookingsLink>{' '}
          {column.isUnfinished && <Badge>{t`not over yet`}</Badge>}
        </>
      ),
    },
    { id: TOTAL, title: t`Total CHF`, align: 'end', cell: ({ total }) => <Amount amount={total} /> },
    ...data.series.map(
      (series, place): Column<ChartColumn> => ({
        id: series.id,
        title: (
          <>
            <Swatch colour={series.colour} />
            {nameOf(series)}
          </>
        ),
        align: 'end',
        cell: ({ amounts }) => <Amount amount={amounts[place] ?? 0n} />,
      }),
    ),
    { id: CALLS, title: t`Calls`, align: 'end', cell: ({ calls }) => <Count count={calls} /> },
  ];
  return (
    <ShortTable
      label={t`Spending in CHF, table`}
      columns={columns}
      rows={data.columns}
      rowKey={({ label }) => label}
      foot={({ id }) => <Foot id={id} data={data} />}
    />
  );
}

const TOTAL = '#total';
const CALLS = '#calls';

function Foot({ id, data }: { readonly id: string; readonly data: ChartData }): ReactElement {
  const { t } = useLingui();
  if (id === TOTAL) return <Amount amount={data.total} />;
  if (id === CALLS) return <Count count={data.calls} />;
  const series = data.series.find((each) => each.id === id);
  return series ? <Amount amount={series.charged} /> : <span>{t`Total`}</span>;
}

function Amount({ amount }: { readonly amount: NanoChf }): ReactElement {
  if (amount === 0n) return <span className="figures text-muted">0</span>;
  const isTiny = amount < TINY && amount > -TINY;
  return (
    <span className="figures whitespace-nowrap">
      {amountText(amount, isTiny ? {} : { decimals: DECIMALS })}
    </span>
  );
}

/** So that sums of small amounts can be followed, and points stand below each other. What is smaller shows all that it needs. */
const DECIMALS = 4;
const TINY = 100_000n;

function Count({ count }: { readonly count: number }): ReactElement {
  return <span className="figures">{countText(count)}</span>;
}
