import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { uuidOf } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { ReportMonth } from './report-month.ts';
import type { ReportSubject } from './report-usage.store.ts';

/** The calls of one day, provider, model and user together. */
export interface UsageFileLine {
  /** Null: of the whole month. */
  readonly day: string | null;
  readonly provider: string;
  readonly model: string;
  /** Null: of all users. */
  readonly user: string | null;
  readonly email: string | null;
  readonly calls: bigint;
  readonly charged: NanoChf;
  readonly inputTokens: bigint;
  readonly cachedTokens: bigint;
  readonly outputTokens: bigint;
}

/** How finely a file tells the month apart. Whole: by day, provider, model and user. */
export type UsageDetail = 'whole' | 'no_users' | 'no_days';

export interface UsageLines {
  readonly detail: UsageDetail;
  readonly lines: readonly UsageFileLine[];
}

/** A file of so many lines has 2 MB. */
const MOST_LINES = 20_000;

/** What was used in the month, as finely as it fits into a file that is sent. Its sum is that of the bookings, always. */
export async function readUsageLines(
  db: Db,
  subject: ReportSubject,
  month: ReportMonth,
  mostLines = MOST_LINES,
): Promise<UsageLines> {
  for (const detail of ['whole', 'no_users'] as const) {
    const lines = await readLines(db, subject, month, detail, mostLines + 1);
    if (lines.length <= mostLines) return { detail, lines };
  }
  return { detail: 'no_days', lines: await readLines(db, subject, month, 'no_days', null) };
}

async function readLines(
  db: Db,
  { mandateId, userId }: ReportSubject,
  month: ReportMonth,
  detail: UsageDetail,
  limit: number | null,
): Promise<readonly UsageFileLine[]> {
  const day: RawBuilder<unknown> = detail === 'no_days' ? sql`null::date` : sql`d.day`;
  const user: RawBuilder<unknown> = detail === 'whole' ? sql`d.user_id` : sql`null::uuid`;
  const { rows } = await sql<UsageFileLine>`
    select s.day, s.provider, s.model, u.name as user, u.email, s.calls, s.charged,
           s.input_tokens as "inputTokens", s.cached_tokens as "cachedTokens", s.output_tokens as "outputTokens"
    from (
      select ${day} as day, d.provider, d.model, ${user} as user_id, sum(d.calls)::int8 as calls, sum(d.charged)::int8 as charged,
             sum(d.input_tokens)::int8 as input_tokens, sum(d.cached_tokens)::int8 as cached_tokens, sum(d.output_tokens)::int8 as output_tokens
      from billing_statistic_daily d
      where d.mandate_id = ${uuidOf(mandateId)} and d.day >= ${month.from}::date and d.day < ${month.to}::date
        ${userId ? sql`and d.user_id = ${uuidOf(userId)}` : sql``}
      group by 1, 2, 3, 4
      limit ${limit}) s
    left join app_user u on u.id = s.user_id
    order by s.day, s.provider, s.model, u.name, s.user_id`.execute(db);
  return rows;
}
