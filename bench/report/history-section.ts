import type { HistoryResult, MeasuredCase } from '../history/history-bench.ts';
import { megabytes, ms, table, whole } from './numbers.ts';

const TITLES = {
  list: '### First page of a list, 50 bookings',
  statistics: '### Statistics',
  totals: '### Totals, with opening and closing balance',
} as const;

export function historySection({ rows, fillSeconds, cases, ...more }: HistoryResult): string[] {
  const kinds = ['list', 'statistics', 'totals'] as const;
  return [
    '## A long history',
    `One mandate with one pool and ${whole(rows)} bookings of 365 days, 100 users, 12 models of 4 providers; read by HTTP from a Rappen of its own, one ` +
      `request after the other. ${fillSeconds === undefined ? '' : `The database was filled in ${whole(fillSeconds)} s. `}` +
      '"first" is the first time that something is asked for after the start, "again" the median of the next five.',
    ...kinds.flatMap((kind) => [TITLES[kind], caseTable(cases.filter((each) => each.kind === kind))]),
    `The balance, with its sum, limits and pace, takes ${ms(more.firstBalanceMs)} the first time, then ${ms(more.balanceMs)}.`,
    '### Exports',
    table(
      ['format', 'bookings', 'seconds', 'file', 'memory before', 'the most during it'],
      more.exports.map((each) => [
        each.format,
        whole(each.rows),
        each.seconds.toFixed(1),
        megabytes(each.megabytes),
        megabytes(each.memoryBefore),
        megabytes(each.memoryMost),
      ]),
    ),
  ];
}

function caseTable(cases: readonly MeasuredCase[]): string {
  const isList = cases.some(({ nextPagesMs }) => nextPagesMs !== undefined);
  return table(
    ['of', 'first', 'again', ...(isList ? ['next pages, the slowest'] : [])],
    cases.map(({ name, firstMs, medianMs, nextPagesMs }) => [
      name,
      ms(firstMs),
      ms(medianMs),
      ...(isList ? [nextPagesMs === undefined ? '' : ms(nextPagesMs)] : []),
    ]),
  );
}
