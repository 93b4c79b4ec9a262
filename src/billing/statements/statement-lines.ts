import { must } from '#kernel/assert.ts';
import { parseChf } from '#kernel/money.ts';
import { zurichTime } from '#kernel/zurich-time.ts';
import type { ExportCell, ExportLine } from '../transactions/export/export-columns.ts';
import type { StatementFigures } from './statement.contract.ts';

/** One line of the file of a statement, as long as there is something to say. */
interface FileLine {
  readonly part:
    | 'opening'
    | 'movement'
    | 'closing'
    | 'entry'
    | 'usage'
    | 'wallet'
    | 'vat'
    | 'carried_forward';
  readonly item?: string | null;
  readonly provider?: string;
  readonly model?: string;
  readonly time?: string;
  readonly text?: string | null;
  readonly count?: number;
  readonly tokens?: {
    readonly inputTokens: number;
    readonly cachedTokens: number;
    readonly outputTokens: number;
  };
  /** In whole Rappen, as printed. */
  readonly amount?: string;
  readonly exact?: string;
}

export const STATEMENT_TITLES = [
  'Month',
  'Number',
  'Part',
  'Item',
  'Provider',
  'Model',
  'Time (Europe/Zurich)',
  'Text',
  'Count',
  'Input tokens',
  'Cached tokens',
  'Output tokens',
  'Amount CHF',
  'Exact CHF',
] as const;

/** What a statement says, line by line, for a table: each amount as it is printed and as it was booked. `number` null: not issued. */
export function statementLines(figures: StatementFigures, number: string | null): readonly ExportLine[] {
  return linesOf(figures).map((line) => [
    text(figures.month),
    text(number),
    text(line.part),
    text(line.item),
    text(line.provider),
    text(line.model),
    text(line.time),
    text(line.text),
    count(line.count),
    count(line.tokens?.inputTokens),
    count(line.tokens?.cachedTokens),
    count(line.tokens?.outputTokens),
    amount(line.amount),
    amount(line.exact),
  ]);
}

function linesOf(figures: StatementFigures): readonly FileLine[] {
  const { opening, closing, movements, entries, moreEntries, carriedForward } = figures;
  const end = (
    part: 'opening' | 'closing',
    { amountChf, exactChf }: StatementFigures['opening'],
  ): FileLine => ({
    ...{
      part,
      item: part === 'opening' ? figures.firstDay : figures.lastDay,
      amount: amountChf,
      exact: exactChf,
    },
  });
  return [
    end('opening', opening),
    ...movements.map(
      ({ type, count, amountChf, exactChf }): FileLine => ({
        ...{ part: 'movement', item: type, count, amount: amountChf, exact: exactChf },
      }),
    ),
    end('closing', closing),
    { part: 'carried_forward', item: 'from', exact: carriedForward.fromChf },
    { part: 'carried_forward', item: 'to', exact: carriedForward.toChf },
    ...entries.map(
      ({ at, type, note, wallet, amountChf, exactChf }): FileLine => ({
        ...{ part: 'entry', item: type, time: zurichTime(new Date(at)), amount: amountChf, exact: exactChf },
        text: [note, wallet].filter((words) => words !== null).join(' · '),
      }),
    ),
    ...(moreEntries
      ? [{ part: 'entry' as const, item: 'more', count: moreEntries.count, amount: moreEntries.amountChf }]
      : []),
    ...usageLines(figures),
    ...walletLines(figures),
    ...vatLines(figures),
  ];
}

function usageLines({ usage }: StatementFigures): readonly FileLine[] {
  return usage.lines.map(({ provider, model, calls, amountChf, exactChf, ...tokens }) => ({
    ...{ part: 'usage' as const, provider, model, count: calls, tokens, amount: amountChf, exact: exactChf },
  }));
}

function walletLines({ wallets }: StatementFigures): readonly FileLine[] {
  return (wallets ?? []).flatMap(({ name, openingChf, receivedChf, usedChf, closingChf }) => {
    const line = (item: string, amount: string) => ({
      part: 'wallet' as const,
      item,
      text: name ?? 'pool',
      amount,
    });
    return [
      line('opening', openingChf),
      line('received', receivedChf),
      line('used', usedChf),
      line('closing', closingChf),
    ];
  });
}

function vatLines({ vat }: StatementFigures): readonly FileLine[] {
  return (vat?.lines ?? []).flatMap(({ ratePercent, netChf, vatChf, grossChf }) => {
    const line = (item: string, amount: string) => ({
      part: 'vat' as const,
      item,
      text: `${ratePercent} %`,
      amount,
    });
    return [line('net', netChf), line('vat', vatChf), line('gross', grossChf)];
  });
}

function text(value: string | null | undefined): ExportCell {
  return value === null || value === undefined || value === '' ? undefined : { kind: 'text', text: value };
}

function count(value: number | undefined): ExportCell {
  return value === undefined ? undefined : { kind: 'count', count: value };
}

function amount(value: string | undefined): ExportCell {
  return value === undefined ? undefined : { kind: 'amount', amount: must(parseChf(value), 'an amount') };
}
