import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { type MandateId, type UserId, uuidOf } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { ReportMonth } from './report-month.ts';

/** Whose report: the mandate's, or one user's in it. */
export interface ReportSubject {
  readonly mandateId: MandateId;
  readonly userId: UserId | undefined;
}

/** Of the month, or of the one before it. */
export interface SummedGroup {
  readonly isNow: boolean;
  readonly kind: 'provider' | 'model' | 'user' | 'feature';
  /** A name, or a user's bare uuid. */
  readonly key: string;
  /** Of a model. */
  readonly provider: string | null;
  readonly charged: NanoChf;
  readonly calls: bigint;
}

export interface SummedDay {
  readonly day: string;
  readonly charged: NanoChf;
}

export interface UsageSums {
  /** From the first day of the month before until today, at most to the end of the month after. */
  readonly days: readonly SummedDay[];
  readonly groups: readonly SummedGroup[];
}

interface Row {
  readonly place: number;
  readonly kind: SummedGroup['kind'] | 'day';
  readonly side: 'before' | 'now' | 'after';
  readonly day: string | null;
  readonly key: string | null;
  readonly provider: string | null;
  readonly charged: bigint;
  readonly calls: bigint;
}

const NO_SUMS: UsageSums = { days: [], groups: [] };

/**
 * What the calls of many mandates (or users) cost in a month and in the one before, in one reading: from the daily statistics,
 * of each mandate by its index. Answers in the order of the subjects, which are all mandates or all users.
 */
export async function sumReportUsage(
  db: Db,
  subjects: readonly ReportSubject[],
  months: { readonly month: ReportMonth; readonly before: ReportMonth; readonly until: string },
): Promise<readonly UsageSums[]> {
  if (subjects.length === 0) return [];
  const { month, before, until } = months;
  const isOfUsers = subjects.some(({ userId }) => userId !== undefined);
  const { rows } = await sql<Row>`
    select s.place::int4 as place, u.*
    from unnest(${subjects.map(({ mandateId }) => uuidOf(mandateId))}::uuid[],
                ${subjects.map(({ userId }) => (userId ? uuidOf(userId) : null))}::uuid[]) with ordinality s (mandate_id, user_id, place)
    cross join lateral (
      select case grouping(d.day, d.provider, d.model, d.user_id, d.feature)
               when 15 then 'day' when 23 then 'provider' when 19 then 'model' when 29 then 'user' else 'feature' end as kind,
             case when coalesce(d.day, d.first) < ${month.from}::date then 'before' when coalesce(d.day, d.first) < ${month.to}::date then 'now' else 'after' end as side,
             d.day, coalesce(d.model, d.provider, d.user_id::text, d.feature) as key,
             case when d.model is not null then d.provider end as provider,
             sum(d.charged)::int8 as charged, sum(d.calls)::int8 as calls
      from (
        select e.*, date_trunc('month', e.day)::date as first
        from billing_statistic_daily e
        where e.mandate_id = s.mandate_id and e.day >= ${before.from}::date and e.day < ${until}::date
          ${isOfUsers ? sql`and e.user_id = s.user_id` : sql``}) d
      group by grouping sets ((d.first, d.day), (d.first, d.provider), (d.first, d.provider, d.model), (d.first, d.user_id), (d.first, d.feature))) u
    where u.kind = 'day' or u.side <> 'after'`.execute(db);
  const byPlace = Map.groupBy(rows, ({ place }) => place);
  return subjects.map((_, place) => sumsOf(byPlace.get(place + 1)));
}

function sumsOf(rows: readonly Row[] | undefined): UsageSums {
  if (!rows) return NO_SUMS;
  const days: SummedDay[] = [];
  const groups: SummedGroup[] = [];
  for (const { kind, side, day, key, provider, charged, calls } of rows) {
    if (kind === 'day') days.push({ day: day ?? '', charged });
    else groups.push({ isNow: side === 'now', kind, key: key ?? '', provider, charged, calls });
  }
  return { days, groups };
}
