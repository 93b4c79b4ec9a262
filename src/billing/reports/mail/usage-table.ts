import { NANO_PER_CHF, type NanoChf } from '#kernel/money.ts';
import { amountText } from '#kernel/money-text.ts';
import { countText, shareText } from '#kernel/share-text.ts';
import type { MailTable } from '#mail/layout/mail-block.ts';
import type { GroupFigures, MonthUsage, ReportDimension } from '../report-figures.ts';
import { roundedParts } from '../rounded-parts.ts';
import { groupName } from './report-names.ts';
import type { ReportTexts } from './report-text.ts';

interface Line {
  readonly name: string;
  readonly charged: NanoChf;
  readonly calls: number;
  /** As it is written, so that all add up to the total. */
  readonly shown: NanoChf;
}

/** More are no table of a mail any more: the others are added up. */
const MOST_LINES = 6;
const NANO_DIGITS = 9;

/**
 * What the groups of one dimension cost, the dearest first. What is shown adds up to the total that is shown: `total`, what the statement
 * prints, and each model then is as it prints it; undefined: the nearest.
 */
export function usageTable(
  dimension: Exclude<ReportDimension, 'automation'>,
  usage: MonthUsage,
  texts: ReportTexts,
  total?: NanoChf,
): MailTable {
  const decimals = decimalsFor(usage.charged);
  const round = (lines: readonly Line[]) => withShown(lines, decimals, decimals === 2 ? total : undefined);
  const lines =
    dimension === 'feature'
      ? round(featureLines(usage, texts))
      : withOthers(round(groupLines(dimension, usage, texts)), texts.allOthers);
  const row = ({ name, calls, charged, shown }: Line) => [
    name,
    countText(calls),
    amountText(shown, { decimals }),
    shareText(charged, usage.charged) ?? '',
  ];
  return {
    kind: 'table',
    caption: texts.tables[dimension],
    columns: [
      { title: '' },
      { title: texts.columns.calls, align: 'end' },
      { title: texts.columns.amount, align: 'end' },
      { title: texts.columns.share, align: 'end' },
    ],
    rows: [
      ...lines.map(row),
      row({ ...sum(lines, texts.total), calls: usage.calls, charged: usage.charged }),
    ],
    hasTotal: true,
  };
}

/** Signed as they were booked, as the statement does: who gets the odd Rappen depends on it. */
function withShown(lines: readonly Line[], decimals: number, total: NanoChf | undefined): readonly Line[] {
  const unit = 10n ** BigInt(NANO_DIGITS - decimals);
  const booked = lines.map(({ charged }) => -charged);
  const shown = roundedParts(booked, unit, total === undefined ? undefined : -total);
  return lines.map((line, place) => ({ ...line, shown: -(shown[place] ?? 0n) }));
}

/** Rappen; of a month that cost less than a franc, what shows it. */
function decimalsFor(charged: NanoChf): number {
  return charged === 0n || charged >= NANO_PER_CHF ? 2 : 6;
}

function groupLines(dimension: ReportDimension, { groups }: MonthUsage, texts: ReportTexts): readonly Line[] {
  return groups[dimension].map((group) => lineOf(group, groupName(dimension, group, texts)));
}

/** Each automation by its name, in the place of all of them. */
function featureLines({ groups }: MonthUsage, texts: ReportTexts): readonly Line[] {
  const all = groups.feature.filter(({ name }) => name === 'automation');
  const others = groups.feature.filter(({ name }) => name !== 'automation');
  const named = groups.automation.map((group) => lineOf(group, groupName('automation', group, texts)));
  const rest = less(
    sum(
      all.map((group) => lineOf(group, '')),
      texts.otherAutomations,
    ),
    sum(named, ''),
  );
  const lines = withOthers(
    rest.charged === 0n && rest.calls === 0 ? named : [...named, rest],
    texts.otherAutomations,
  );
  return [...others.map((group) => lineOf(group, groupName('feature', group, texts))), ...lines];
}

function withOthers(lines: readonly Line[], name: string): readonly Line[] {
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES - 1), sum(lines.slice(MOST_LINES - 1), name)];
}

function lineOf({ charged, calls }: GroupFigures, name: string): Line {
  return { name, charged, calls, shown: 0n };
}

function sum(lines: readonly Line[], name: string): Line {
  return {
    name,
    shown: lines.reduce((all, { shown }) => all + shown, 0n),
    charged: lines.reduce((all, { charged }) => all + charged, 0n),
    calls: lines.reduce((all, { calls }) => all + calls, 0),
  };
}

function less(one: Line, other: Line): Line {
  return { ...one, charged: one.charged - other.charged, calls: one.calls - other.calls };
}
