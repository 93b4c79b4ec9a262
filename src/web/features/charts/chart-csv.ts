import { formatChf } from '#kernel/money.ts';
import { dayAfter } from '#web/lib/days/day-range.ts';
import type { ChartData } from './chart-series.ts';

/** The words of the file, in the language of the page. */
export interface ChartCsvWords {
  readonly from: string;
  readonly to: string;
  readonly isUnfinished: string;
  readonly yes: string;
  readonly no: string;
  readonly series: readonly string[];
  readonly total: string;
  readonly calls: string;
}

/**
 * What the chart shows as CSV (RFC 4180) with a byte order mark, as the exports of bookings have it: a line per column, amounts
 * as exact decimal numbers, and at the end a line of sums to check against.
 */
export function chartCsv({ series, columns, total, calls }: ChartData, words: ChartCsvWords): string {
  const head = [words.from, words.to, words.isUnfinished, ...words.series, words.total, words.calls];
  const lines = columns.map((column) => [
    column.from,
    dayAfter(column.to, -1),
    column.isUnfinished ? words.yes : words.no,
    ...column.amounts.map(formatChf),
    formatChf(column.total),
    String(column.calls),
  ]);
  const sums = series.map(({ charged }) => formatChf(charged));
  const foot = [words.total, '', '', ...sums, formatChf(total), String(calls)];
  return `\ufeff${[head, ...lines, foot].map(csvLine).join('')}`;
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => (isAmount(cell) ? cell : quoted(inert(cell)))).join(',')}\r\n`;
}

function isAmount(cell: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(cell);
}

/**
 * A name that a spreadsheet would take for a formula gets an apostrophe before it, also behind a semicolon, at which a Swiss
 * Excel cuts (https://owasp.org/www-community/attacks/CSV_Injection).
 */
function inert(text: string): string {
  return text.replace(/(^|[;\t\r\n])(?=\s*[=+\-@＝＋－＠])/g, "$1'").replace(/^(?=[\t\r\n])/, "'");
}

function quoted(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
