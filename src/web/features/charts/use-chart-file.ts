import { useLingui } from '@lingui/react/macro';
import { saveTextFile } from '#web/lib/save-file.ts';
import type { SpendView } from '../spend/spend-view.ts';
import { chartCsv } from './chart-csv.ts';
import type { ChartData, ChartSeries } from './chart-series.ts';

/** Saves what the chart shows as a file. */
export function useChartFile(
  { range, by }: SpendView,
  nameOf: (series: ChartSeries) => string,
): (data: ChartData) => void {
  const { t } = useLingui();
  return (data) => {
    const text = chartCsv(data, {
      from: t`First day (Europe/Zurich)`,
      to: t`Last day (Europe/Zurich)`,
      isUnfinished: t`Not over yet`,
      yes: t`yes`,
      no: t`no`,
      series: data.series.map((series) => `${nameOf(series)} CHF`),
      total: t`Total CHF`,
      calls: t`Calls`,
    });
    saveTextFile(`rappen-${range.from}-${range.to}-${range.per}-${by}.csv`, 'text/csv;charset=utf-8', text);
  };
}
