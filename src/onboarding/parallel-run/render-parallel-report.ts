import type { ParallelReport, ReportedMandate, ReportedModel, ReportedSums } from './parallel-report.ts';

/** For people: what differs most comes first. Amounts in CHF, without markup but in the last column. */
export function renderParallelReport(report: ParallelReport): string {
  const { totals, mandates, strayLines } = report;
  const differing = mandates.filter(({ agrees }) => !agrees);
  const agreeing = mandates.filter(({ agrees }) => agrees);
  return [
    `Parallel run of ${report.day}, ${plain(report.source)}`,
    verdictOf(report),
    '',
    ...table([HEAD, ...report.models.map((model) => rowOf(nameOf(model), model)), rowOf('all', totals)]),
    '',
    ...causesOf(totals),
    ...differing.flatMap(renderMandate),
    ...(strayLines.count > 0 ? ['', `Lines of nobody: ${strayLines.count}`] : []),
    ...strayLines.first.map(renderLine),
    ...(agreeing.length > 0 ? ['', `Mandates that agree: ${agreeing.length}`] : []),
    ...table(agreeing.length > 0 ? [HEAD, ...agreeing.map((one) => rowOf(titleOf(one), one))] : []),
    '',
  ].join('\n');
}

/** One line that says how it ended. */
export function verdictOf({ agrees, totals, strayLines }: ParallelReport): string {
  if (agrees) return 'All calls agree but for rounding.';
  const unpriced = totals.unpriced.reduce((sum, { calls }) => sum + calls, 0);
  const faults = [
    ...(totals.calls + unpriced === 0 ? ['there is no call of this day'] : []),
    ...(totals.differingCalls > 0 ? [`${totals.differingCalls} calls differ by more than rounding`] : []),
    ...(unpriced > 0 ? [`${unpriced} calls have no cost in Rappen`] : []),
    ...(totals.refusedLines > 0 ? [`${totals.refusedLines} lines are refused`] : []),
    ...(totals.incompleteMandates > 0
      ? [`${totals.incompleteMandates} mandates are incomplete for it`]
      : strayLines.count > 0
        ? ['nobody can tell whose they are']
        : []),
  ];
  return `It does not agree: ${faults.join(', ')}.`;
}

const HEAD = [
  ...['', 'calls', 'differing', 'platform', 'Rappen', 'difference'],
  ...['tokens', 'price', 'rounding', 'to be charged'],
];

function rowOf(name: string, sums: ReportedSums): readonly string[] {
  const { platform, rappen, parts } = sums;
  return [
    ...[
      name,
      `${sums.calls}`,
      `${sums.differingCalls}`,
      platform.costChf,
      rappen.costChf,
      sums.differenceChf,
    ],
    ...[parts.tokensChf, parts.priceChf, parts.roundingChf, rappen.chargeChf],
  ];
}

function renderMandate(mandate: ReportedMandate): string[] {
  const { refusedLines } = mandate;
  const more = refusedLines.count - refusedLines.first.length;
  return [
    '',
    `${titleOf(mandate)}${mandate.incomplete ? ': incomplete, since lines are refused' : ''}`,
    ...(mandate.models.length > 0 ? modelTable(mandate) : []),
    ...mandate.models.flatMap((model) => [
      ...(model.agrees ? [] : causesOf(model, `${nameOf(model)}: `)),
      ...tokensOf(model),
    ]),
    ...refusedLines.first.map(renderLine),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

function modelTable(mandate: ReportedMandate): string[] {
  return table([
    HEAD,
    ...mandate.models.map((model) => rowOf(nameOf(model), model)),
    ...(mandate.models.length > 1 ? [rowOf('all', mandate)] : []),
  ]);
}

function causesOf({ causes, unpriced, remarks }: ReportedSums, of = ''): string[] {
  return [
    ...causes.map(
      ({ cause, calls, differenceChf }) => `  ${of}${cause}: ${calls} calls, CHF ${differenceChf}`,
    ),
    ...unpriced.map(({ reason, calls, platformUsd, platformChf }) => {
      const stated = [
        ...(platformUsd === '0' ? [] : [`USD ${platformUsd}`]),
        ...(/[1-9]/.test(platformChf) ? [`CHF ${platformChf}`] : []),
      ];
      return `  ${of}${reason}: ${calls} calls, of which the platform says ${stated.join(' and ') || 'no cost'}`;
    }),
    ...remarks.map(({ remark, calls }) => `  ${of}remark ${plain(remark)}: ${calls} calls`),
  ];
}

/** Only where the two do not count the same. */
function tokensOf(model: ReportedModel): string[] {
  const { platform, rappen } = model;
  const counts = [
    ['input', platform.inputTokens, rappen.inputTokens],
    ['cached', platform.cachedTokens, rappen.cachedTokens],
    ['output', platform.outputTokens, rappen.outputTokens],
  ] as const;
  const differing = counts.filter(([, theirs, ours]) => theirs !== ours);
  const words = differing.map(
    ([name, theirs, ours]) => `${name} ${theirs} at the platform, ${ours} in Rappen`,
  );
  return words.length > 0 ? [`  ${nameOf(model)}: tokens: ${words.join('; ')}`] : [];
}

function nameOf({ provider, model, pricedAs }: ReportedModel): string {
  const alias = pricedAs === null || pricedAs === model ? '' : ` (priced as ${pricedAs})`;
  return `${provider} ${plain(model)}${alias}`;
}

function titleOf({ mandate, name }: ReportedMandate): string {
  return `mandate ${plain(mandate)}${name === null ? '' : ` (${plain(name)})`}`;
}

function renderLine({ file, line, problem }: ReportedMandate['refusedLines']['first'][number]): string {
  return `  ${plain(file)}:${line}: ${plain(problem)}`;
}

/** Names to the left, numbers to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = HEAD.map((_, column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}

/** Control characters could steer the terminal that shows it; others turn the line round, or begin a new one. */
function plain(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}
