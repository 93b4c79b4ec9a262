import type { z } from 'zod';
import type { Db } from '#db/database.ts';
import { decodePageCursor, NUMBER_FORM, pageOf, UUID_FORM } from '#http/page-cursor.ts';
import { formatChf } from '#kernel/money.ts';
import { countNewBookings, type DailySpend, dailySpendOf, lastThirtyDays } from './billing-day.store.ts';
import type { overviewAnswer, overviewQuery } from './mandate-overview.contract.ts';
import { listMandateFigures, type OverviewPlace, sumMandateFigures } from './mandate-overview.store.ts';
import { describeMonth, type MandateFigures } from './mandate-overview.ts';

type Overview = z.input<typeof overviewAnswer>;

/** All mandates with their balances, spend, margin and state, as of now. */
export async function readMandateOverview(
  db: Db,
  { q: search, sort, cursor, limit }: z.output<typeof overviewQuery>,
): Promise<Overview> {
  const after = placeOf(cursor);
  const uncounted = await countNewBookings(db);
  const [rows, totals, days] = await Promise.all([
    listMandateFigures(db, { search, sort, after, limit: limit + 1 }),
    sumMandateFigures(db, search),
    lastThirtyDays(db),
  ]);
  const { page, ...next } = pageOf(rows, limit, ({ place }) => [place.number, place.text, place.mandate]);
  const daily = await dailySpendOf(
    db,
    page.map(({ figures }) => figures.mandateId),
  );
  return {
    mandates: page.map(({ figures }) => ({
      ...describeMandate(figures),
      daily: everyDay(days, daily.get(figures.mandateId) ?? []),
    })),
    totals: {
      mandates: totals.mandates,
      balanceChf: formatChf(totals.balance),
      heldChf: formatChf(totals.held),
      availableChf: formatChf(totals.available),
      unknownCalls: totals.unknownCalls,
      thisMonth: describeMonth(totals.thisMonth),
      lastMonth: describeMonth(totals.lastMonth),
    },
    uncountedBookings: Number(uncounted),
    ...next,
  };
}

// Names in lower case may be longer than the names themselves.
const NAME_FORM = /^[^\p{Cc}]{0,600}$/u;

function placeOf(cursor: string | undefined): OverviewPlace | undefined {
  const [number, text, mandate] = decodePageCursor(cursor, [NUMBER_FORM, NAME_FORM, UUID_FORM]) ?? [];
  if (number === undefined || text === undefined || mandate === undefined) return undefined;
  return { number, text, mandate };
}

function describeMandate(figures: MandateFigures): Omit<Overview['mandates'][number], 'daily'> {
  const { mandateId, name, status, state, unknownCalls, billingModel, available, daysLeft7, daysLeft30 } =
    figures;
  return {
    mandateId,
    name,
    status,
    ...(billingModel === undefined ? {} : { billingModel }),
    state,
    balanceChf: formatChf(figures.balance),
    heldChf: formatChf(figures.held),
    ...(available === undefined ? {} : { availableChf: formatChf(available) }),
    creditLimitChf: formatChf(figures.creditLimit),
    ...(daysLeft7 === undefined ? {} : { daysLeft7 }),
    ...(daysLeft30 === undefined ? {} : { daysLeft30 }),
    unknownCalls,
    thisMonth: describeMonth(figures.thisMonth),
    lastMonth: describeMonth(figures.lastMonth),
  };
}

/** With the days on which nothing was spent. */
function everyDay(days: readonly string[], spent: readonly DailySpend[]) {
  const byDay = new Map(spent.map(({ day, charged }) => [day, charged]));
  return days.map((day) => ({ day, spendChf: formatChf(byDay.get(day) ?? 0n) }));
}
