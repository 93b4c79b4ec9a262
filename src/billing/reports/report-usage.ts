import { providerName } from '#kernel/provider-name.ts';
import { outlookOf } from '../balance/month-outlook.ts';
import { dayAfter, paceOf } from '../balance/pace.ts';
import type { GroupFigures, MonthUsage, ReportForecast, ReportUsage } from './report-figures.ts';
import { monthAfter, type ReportMonth } from './report-month.ts';
import type { ReportStanding } from './report-standing.store.ts';
import type { SummedGroup, UsageSums } from './report-usage.store.ts';

/** What was read for one report. */
export interface UsageRead {
  readonly month: ReportMonth;
  readonly before: ReportMonth;
  /** The day that it is in Zurich. */
  readonly today: string;
  readonly sums: UsageSums;
  readonly standing: Pick<ReportStanding, 'openedOn' | 'available'>;
  readonly automations: readonly GroupFigures[];
  readonly automationsBefore: readonly GroupFigures[];
  /** How people call a user, by his bare uuid. */
  readonly userNames: ReadonlyMap<string, string>;
}

/** The usage that a report tells of. Nothing is rounded. */
export function usageOf(read: UsageRead): ReportUsage {
  const { month, before, automations, automationsBefore } = read;
  const usageBefore = monthUsage(read, false, before, automationsBefore);
  return {
    month,
    before,
    now: monthUsage(read, true, month, automations),
    usageBefore: usageBefore.calls === 0 && usageBefore.charged === 0n ? undefined : usageBefore,
    forecast: isNewest(read) ? forecastOf(read) : undefined,
  };
}

/** What is to come is only told beside the month that has just ended. */
function isNewest({ month, today }: Pick<UsageRead, 'month' | 'today'>): boolean {
  return monthAfter(month.label, 1) === today.slice(0, month.label.length);
}

function monthUsage(
  { sums, userNames }: UsageRead,
  isNow: boolean,
  month: ReportMonth,
  automation: readonly GroupFigures[],
): MonthUsage {
  const days = new Map(sums.days.map(({ day, charged }) => [day, charged]));
  const groups = (kind: SummedGroup['kind']) =>
    sums.groups
      .filter((group) => group.isNow === isNow && group.kind === kind)
      .map((group) => groupFigures(group, userNames))
      .sort(dearestFirst);
  const feature = groups('feature');
  return {
    charged: feature.reduce((sum, { charged }) => sum + charged, 0n),
    calls: feature.reduce((sum, { calls }) => sum + calls, 0),
    days: Array.from({ length: month.days }, (_, place) => days.get(dayAfter(month.from, place)) ?? 0n),
    groups: {
      provider: groups('provider'),
      model: groups('model'),
      user: groups('user'),
      feature,
      automation,
    },
  };
}

function groupFigures(
  { kind, key, provider, charged, calls }: SummedGroup,
  userNames: ReadonlyMap<string, string>,
): GroupFigures {
  return { id: `${provider ?? ''}/${key}`, name: nameOf(), charged, calls: Number(calls) };

  function nameOf(): string {
    if (kind === 'user') return userNames.get(key) ?? '';
    if (kind === 'provider') return providerName(key);
    // What a provider bills by the request, without a model.
    return kind === 'model' && key === '*' ? providerName(provider ?? key) : key;
  }
}

function dearestFirst(one: GroupFigures, other: GroupFigures): number {
  if (one.charged !== other.charged) return one.charged > other.charged ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}

function forecastOf({ sums, standing, today }: UsageRead): ReportForecast {
  const facts = {
    today,
    openedOn: standing.openedOn,
    chargedPerDay: new Map(sums.days.map(({ day, charged }) => [day, charged])),
  };
  const { label, expected } = outlookOf(facts);
  const { available } = standing;
  const isEmpty = available !== undefined && available <= 0n;
  return { label, expected, runOut: paceOf({ ...facts, available }).runOut, isEmpty };
}
