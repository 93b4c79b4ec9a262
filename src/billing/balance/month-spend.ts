import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import { type MandateId, type UserId, uuidOf } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { ZurichNow } from './balance.store.ts';
import { ClosedDays, lastClosedDay } from './closed-days.ts';
import { beginOfLastMonth } from './month-outlook.ts';
import { dayAfter } from './pace.ts';

/** Whose calls: all of the mandate, or one user's. */
export interface SpendScope {
  readonly mandateId: MandateId;
  readonly userId: UserId | undefined;
}

export interface SpentDays {
  /** The day from which the mandate exists, or from which the user has been its member. */
  readonly openedOn: string;
  /** Charged per day, as far back as last month and 30 days; a day that is missing had no calls. */
  readonly chargedPerDay: ReadonlyMap<string, NanoChf>;
}

export interface MonthSpend {
  of(scope: SpendScope, now: ZurichNow): Promise<SpentDays>;
}

const DAYS = 30;

/** Whole days are remembered, as those of the accounts are. */
export function createMonthSpend(db: Db): MonthSpend {
  const closed = new ClosedDays<string>();
  return {
    async of(scope, now) {
      const key = `${scope.mandateId}/${scope.userId ?? ''}`;
      const through = lastClosedDay(now);
      const known = closed.find(key, through);
      const firstDay = [beginOfLastMonth(now.today), dayAfter(now.today, -DAYS)].reduce((a, b) =>
        a < b ? a : b,
      );
      const from = known ? dayAfter(through, 1) : firstDay;
      const [openedOn, read] = await Promise.all([
        readOpening(db, scope),
        readDays(db, scope, from, now.today),
      ]);
      if (!known) closed.keep(key, through, read);
      return { openedOn, chargedPerDay: new Map([...(known ?? []), ...read]) };
    },
  };
}

/** Day by day, both ends included: so each is found by its index, whatever the planner believes. */
async function readDays(
  db: Db,
  { mandateId, userId }: SpendScope,
  from: string,
  to: string,
): Promise<ReadonlyMap<string, NanoChf>> {
  const { rows } = await sql<{ day: string; charged: NanoChf }>`
    select days.day::date as day, of_day.charged
    from generate_series(${from}::date::timestamp, ${to}::date, interval '1 day') days (day)
    cross join lateral (
      select sum(d.charged)::int8 as charged from billing_statistic_daily d
      where d.mandate_id = ${uuidOf(mandateId)} and d.day = days.day::date
        ${userId ? sql`and d.user_id = ${uuidOf(userId)}` : sql``}) of_day
    where of_day.charged is not null`.execute(db);
  return new Map(rows.map(({ day, charged }) => [day, charged]));
}

async function readOpening(db: Db, { mandateId, userId }: SpendScope): Promise<string> {
  const mandate = uuidOf(mandateId);
  const { rows } = await sql<{ opened_on: string }>`
    select (coalesce(
      ${userId ? sql`(select created_at from membership where mandate_id = ${mandate} and user_id = ${uuidOf(userId)})` : sql`null::timestamptz`},
      (select opened_at from billing_account where mandate_id = ${mandate} and kind = 'wallet' and user_id is null),
      now()) at time zone 'Europe/Zurich')::date as opened_on`.execute(db);
  return must(rows[0], 'the opening').opened_on;
}
