import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { moneyText } from '#kernel/money-text.ts';
import { countText } from '#kernel/share-text.ts';
import type { ChartColumn, ChartSeries } from './chart-series.ts';
import { Swatch } from './swatch.tsx';

/** What a column is made of, beside it. It only repeats what the table says, so it is not read out. */
export function ChartTip({
  title,
  column,
  series,
  nameOf,
  /** Of the columns: 0 is the first, 1 the last. */
  place,
}: {
  readonly title: string;
  readonly column: ChartColumn;
  readonly series: readonly ChartSeries[];
  readonly nameOf: (series: ChartSeries) => string;
  readonly place: number;
}): ReactElement {
  const rows = series
    .map((each, index) => ({ each, amount: column.amounts[index] ?? 0n }))
    .filter(({ amount }) => amount !== 0n)
    .reverse();
  const calls = countText(column.calls);
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute top-2 z-10 max-w-[min(20rem,80%)] rounded-xl border border-line bg-raised p-3 text-sm shadow-float"
      style={place < 0.5 ? { right: '0.5rem' } : { left: '0.5rem' }}
    >
      <p className="mb-1.5 flex justify-between gap-6 font-medium">
        <span>{title}</span>
        <span className="figures whitespace-nowrap">{moneyText(column.total)}</span>
      </p>
      <table className="w-full">
        <tbody>
          {rows.map(({ each, amount }) => (
            <tr key={each.id}>
              <td className="max-w-48 truncate pr-4">
                <Swatch colour={each.colour} /> {nameOf(each)}
              </td>
              <td className="figures whitespace-nowrap text-right">{moneyText(amount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-1.5 text-muted text-xs">
        {column.isUnfinished ? <Trans>Calls: {calls} · not over yet</Trans> : <Trans>Calls: {calls}</Trans>}
      </p>
    </div>
  );
}
