import { formatChf } from '#kernel/money.ts';
import { csvText } from '../transactions/export/csv-text.ts';
import type { UsageFileLine } from './usage-file.store.ts';

const TITLES = [
  'Record',
  'Day',
  'Provider',
  'Model',
  'User',
  'E-mail',
  'Calls',
  'Input tokens',
  'Cached tokens',
  'Output tokens',
  'Amount CHF',
];

/**
 * The usage of a month as CSV (RFC 4180), as exports are: a byte order mark, exact decimal numbers, texts that no
 * spreadsheet takes for a formula. It ends with a line `total`: a file without it was cut.
 */
export function usageFile(lines: readonly UsageFileLine[]): Buffer {
  return Buffer.from(
    `\ufeff${[TITLES, ...lines.map(lineOf), totalOf(lines)].map((cells) => `${cells.join(',')}\r\n`).join('')}`,
  );
}

function lineOf(line: UsageFileLine): readonly string[] {
  return [
    'usage',
    line.day ?? '',
    ...[line.provider, line.model, line.user, line.email].map((text) => (text ? csvText(text) : '')),
    ...figuresOf(line),
  ];
}

function totalOf(lines: readonly UsageFileLine[]): readonly string[] {
  const sum = (of: (line: UsageFileLine) => bigint) => lines.reduce((all, line) => all + of(line), 0n);
  return [
    ...['total', '', '', '', '', ''],
    ...figuresOf({
      calls: sum(({ calls }) => calls),
      inputTokens: sum(({ inputTokens }) => inputTokens),
      cachedTokens: sum(({ cachedTokens }) => cachedTokens),
      outputTokens: sum(({ outputTokens }) => outputTokens),
      charged: sum(({ charged }) => charged),
    }),
  ];
}

type Figures = Pick<UsageFileLine, 'calls' | 'inputTokens' | 'cachedTokens' | 'outputTokens' | 'charged'>;

function figuresOf({ calls, inputTokens, cachedTokens, outputTokens, charged }: Figures): readonly string[] {
  return [`${calls}`, `${inputTokens}`, `${cachedTokens}`, `${outputTokens}`, formatChf(charged)];
}
