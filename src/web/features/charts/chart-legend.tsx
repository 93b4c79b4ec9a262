import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { moneyText } from '#kernel/money-text.ts';
import { shareText } from '#kernel/share-text.ts';
import type { ChartData, ChartSeries } from './chart-series.ts';
import { Swatch } from './swatch.tsx';

/** What the colours mean and what each cost, in the order of the bars from the foot up. A press narrows the page to one. */
export function ChartLegend(props: {
  readonly data: ChartData;
  readonly nameOf: (series: ChartSeries) => string;
  /** The page is narrowed to this one already, so a press takes that back. */
  readonly isChosen: (series: ChartSeries) => boolean;
  readonly onChoose: (series: ChartSeries) => void;
  readonly onPoint: (seriesId: string | undefined) => void;
}): ReactElement {
  const { data } = props;
  const { t } = useLingui();
  return (
    <div>
      <ul aria-label={t`What the colours mean`} className="flex flex-col">
        {data.series.map((series) => (
          <li
            key={series.id}
            onPointerEnter={() => props.onPoint(series.id)}
            onPointerLeave={() => props.onPoint(undefined)}
            onFocus={() => props.onPoint(series.id)}
            onBlur={() => props.onPoint(undefined)}
          >
            <Entry {...props} series={series} />
          </li>
        ))}
      </ul>
      {data.columns.some(({ isUnfinished }) => isUnfinished) && (
        <p className="mt-2 px-2 text-muted text-xs">
          <Trans>Hatched and dashed: not over yet, more may come.</Trans>
        </p>
      )}
    </div>
  );
}

function Entry({
  data,
  series,
  nameOf,
  isChosen,
  onChoose,
}: {
  readonly data: ChartData;
  readonly series: ChartSeries;
  readonly nameOf: (series: ChartSeries) => string;
  readonly isChosen: (series: ChartSeries) => boolean;
  readonly onChoose: (series: ChartSeries) => void;
}): ReactElement {
  const { t } = useLingui();
  const name = nameOf(series);
  const line = (
    <>
      <Swatch colour={series.colour} />
      <span className="min-w-0 flex-1 truncate" title={name}>
        {name}
      </span>
      <span className="figures whitespace-nowrap">{moneyText(series.charged)}</span>
      <span className="figures w-13 shrink-0 whitespace-nowrap text-right text-muted">
        {shareText(series.charged, data.total) ?? '–'}
      </span>
    </>
  );
  const look = 'flex min-h-8 w-full items-center gap-2 rounded-lg px-2 py-1 text-left text-sm';
  if (!series.group) return <div className={look}>{line}</div>;
  const chosen = isChosen(series);
  return (
    <button
      type="button"
      aria-pressed={chosen}
      title={chosen ? t`Show all again` : t`Show only ${name}`}
      onClick={() => onChoose(series)}
      className={`${look} cursor-pointer hover:bg-sunken ${chosen ? 'bg-accent-soft' : ''}`}
    >
      {line}
    </button>
  );
}
