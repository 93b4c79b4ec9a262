import { csvText } from '#billing/transactions/export/csv-text.ts';
import type { ParallelReport, ReportedSums } from './parallel-report.ts';

const TITLES = [
  ...['Record', 'Mandate', 'Name', 'Provider', 'Model', 'Priced as', 'Agrees', 'Calls', 'Differing calls'],
  ...['Platform USD', 'Platform CHF', 'Rappen USD', 'Rappen CHF'],
  ...['Difference CHF', 'Tokens CHF', 'Price CHF', 'Rounding CHF', 'To be charged CHF'],
  ...['Platform input tokens', 'Platform cached tokens', 'Platform output tokens'],
  ...['Rappen input tokens', 'Rappen cached tokens', 'Rappen output tokens'],
  ...['Calls without a cost in Rappen', 'Refused lines', 'Explanation'],
];

/**
 * A line for each model of a mandate, each mandate, and all (`total`, without which the file was cut); as exports are: a byte order
 * mark, exact decimal numbers, texts that no spreadsheet takes for a formula.
 */
export function parallelReportCsv({ mandates, totals }: ParallelReport): string {
  const lines = mandates.flatMap((mandate) => {
    const whose = [mandate.mandate, mandate.name ?? ''];
    return [
      ...mandate.models.map((model) => {
        const { provider, model: name, pricedAs } = model;
        return lineOf(['model', ...whose, provider, name, pricedAs ?? ''], model, undefined);
      }),
      lineOf(['mandate', ...whose, '', '', ''], mandate, mandate.refusedLines.count),
    ];
  });
  const total = lineOf(['total', '', '', '', '', ''], totals, totals.refusedLines);
  return `\ufeff${[TITLES, ...lines, total].map((cells) => `${cells.join(',')}\r\n`).join('')}`;
}

function lineOf(
  texts: readonly string[],
  sums: ReportedSums,
  refused: number | undefined,
): readonly string[] {
  const { platform, rappen, parts, causes, unpriced } = sums;
  const reasons = [
    ...causes.map(({ cause, calls }) => `${cause}: ${calls} calls`),
    ...unpriced.map(({ reason, calls }) => `${reason}: ${calls} calls`),
    ...(refused ? [`incomplete for refused lines: ${refused}`] : []),
  ];
  return [
    ...texts.map(csvText),
    ...[sums.agrees ? 'yes' : 'no', `${sums.calls}`, `${sums.differingCalls}`],
    ...[platform.costUsd ?? '', platform.costChf, rappen.costUsd, rappen.costChf],
    ...[sums.differenceChf, parts.tokensChf, parts.priceChf, parts.roundingChf, rappen.chargeChf],
    ...[platform, rappen].flatMap((side) =>
      [side.inputTokens, side.cachedTokens, side.outputTokens].map(String),
    ),
    `${unpriced.reduce((sum, { calls }) => sum + calls, 0)}`,
    refused === undefined ? '' : `${refused}`,
    csvText(reasons.join('. ')),
  ];
}
