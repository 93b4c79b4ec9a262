import { useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import { dayText, monthText } from '#kernel/day-text.ts';
import { moneyText } from '#kernel/money-text.ts';
import { countText } from '#kernel/share-text.ts';
import { shortDayText } from '#web/lib/time-text.ts';
import type { Period } from '../spend/overview-search.ts';
import type { ChartColumn } from './chart-series.ts';

/** Below a bar: `27.11.`, `11.2026`, `2026`. */
export function axisText({ from }: Pick<ChartColumn, 'from'>, per: Period): string {
  if (per === 'year') return from.slice(0, 4);
  const day = dayText(from);
  return per === 'month' ? day.slice(3) : day.slice(0, 6);
}

/** In full: `Fr 27.11.2026`, `November 2026`, `2026`. */
export function columnName({ from }: Pick<ChartColumn, 'from'>, per: Period, language: string): string {
  if (per === 'year') return from.slice(0, 4);
  if (per === 'month') return monthText(from, language);
  return `${shortDayText(from, language).split(' ')[0]} ${dayText(from)}`;
}

/** What is read out of a column. */
export function useColumnText(per: Period): (column: ChartColumn) => string {
  const { t, i18n } = useLingui();
  return useCallback(
    (column) => {
      const name = columnName(column, per, i18n.locale);
      const amount = moneyText(column.total);
      const calls = countText(column.calls);
      return column.isUnfinished
        ? t`${name}: ${amount}, calls: ${calls}, not over yet`
        : t`${name}: ${amount}, calls: ${calls}`;
    },
    [t, i18n.locale, per],
  );
}
