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
}

/** More are no table of a mail any more: the others are added up. */
const MOST_LINES = 6;
const NANO_DIGITS = 9;

/** What the groups of one dimension cost, the dearest first. What is shown adds up to the total that is shown. */
export function usageTable(
  dimension: Exclude<ReportDimension, 'automation'>,
  usage: MonthUsage,
  texts: ReportTexts,
): MailTable {
  const lines = dimension === 'feature' ? featureLines(usage, texts) : groupLines(dimension, usage, texts);
  const decimals = decimalsFor(usage.charged);
  const unit = 10n ** BigInt(NANO_DIGITS - decimals);
  const shown = roundedParts(
    lines.map(({ charged }) => charged),
    unit,
  );
  const row = ({ name, calls }: Line, amount: NanoChf, exact: NanoChf) => [
    name,
    countText(calls),
    amountText(amount, { decimals }),
    shareText(exact, usage.charged) ?? '',
  ];
  const total = { name: texts.total, calls: usage.calls, charged: usage.charged };
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
      ...lines.map((line, place) => row(line, shown[place] ?? 0n, line.charged)),
      row(
        total,
        shown.reduce((sum, amount) => sum + amount, 0n),
        usage.charged,
      ),
    ],
    hasTotal: true,
  };
}

/** Rappen; of a month that cost less than a franc, what shows it. */
export function decimalsFor(charged: NanoChf): number {
  return charged === 0n || charged >= NANO_PER_CHF ? 2 : 6;
}

function groupLines(dimension: ReportDimension, { groups }: MonthUsage, texts: ReportTexts): readonly Line[] {
  const named = groups[dimension].map((group) => ({ ...group, name: groupName(dimension, group, texts) }));
  return withOthers(named, texts.allOthers);
}

/** Each automation by its name, in the place of all of them. */
function featureLines({ groups }: MonthUsage, texts: ReportTexts): readonly Line[] {
  const all = groups.feature.filter(({ name }) => name === 'automation');
  const others = groups.feature.filter(({ name }) => name !== 'automation');
  const named = groups.automation.map((group) => ({ ...group, name: groupName('automation', group, texts) }));
  const rest = less(sum(all, texts.otherAutomations), sum(named, ''));
  const lines = withOthers(
    rest.charged === 0n && rest.calls === 0 ? named : [...named, rest],
    texts.otherAutomations,
  );
  return [...others.map((group) => ({ ...group, name: groupName('feature', group, texts) })), ...lines];
}

function withOthers(lines: readonly Line[], name: string): readonly Line[] {
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES - 1), sum(lines.slice(MOST_LINES - 1), name)];
}

function sum(lines: readonly Pick<GroupFigures, 'charged' | 'calls'>[], name: string): Line {
  return {
    name,
    charged: lines.reduce((all, { charged }) => all + charged, 0n),
    calls: lines.reduce((all, { calls }) => all + calls, 0),
  };
}

function less(one: Line, other: Line): Line {
  return { name: one.name, charged: one.charged - other.charged, calls: one.calls - other.calls };
}
