import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { idOf, type MailId, type MandateId, type ReportId, type UserId, uuidOf } from '#kernel/id.ts';
import type { MailState } from '#mail/mail.ts';
import type { ReportState, SkipReason } from './billing-report.ts';

/** A report as its mandate's administrator sees it. */
export interface ListedReport {
  readonly id: ReportId;
  readonly month: string;
  readonly userId: UserId | undefined;
  readonly userName: string | undefined;
  readonly state: ReportState;
  readonly reason: SkipReason | undefined;
  readonly attempts: number;
  readonly lastError: string | undefined;
  readonly madeAt: Date | undefined;
  readonly mails: readonly ListedMail[];
}

interface ListedMail {
  readonly id: MailId;
  readonly to: string;
  readonly state: MailState;
  readonly writtenAt: Date;
  readonly sentAt: Date | undefined;
}

interface Row {
  readonly id: string;
  readonly month: string;
  readonly user_id: string | null;
  readonly user_name: string | null;
  readonly state: ReportState;
  readonly reason: SkipReason | null;
  readonly attempts: number;
  readonly last_error: string | null;
  readonly made_at: Date | null;
}

interface MailRow {
  readonly report_id: string;
  readonly mail_id: string;
  readonly recipient: string;
  readonly state: MailState;
  readonly written_at: Date;
  readonly sent_at: Date | null;
}

/** The newest month first, in it the mandate's own before its users'; those after `after`. */
export async function listReports(
  db: Db,
  mandateId: MandateId,
  {
    after,
    limit,
  }: { readonly after: readonly [month: string, uuid: string] | undefined; readonly limit: number },
): Promise<readonly ListedReport[]> {
  const mandate = uuidOf(mandateId);
  const [month, uuid] = after ?? [null, null];
  const { rows } = await sql<Row>`
    select r.id, r.month, r.user_id, u.name as user_name, r.state, r.reason, r.attempts, r.last_error, r.made_at
    from billing_report r left join app_user u on u.id = r.user_id
    where r.mandate_id = ${mandate}
      and (${month}::text is null or r.month < ${month} or r.month = ${month} and (${PLACE}, r.id) > (
        select ${PLACE}, r.id from billing_report r where r.mandate_id = ${mandate} and r.id = ${uuid}::uuid))
    order by r.month desc, ${PLACE}, r.id
    limit ${limit}`.execute(db);
  const mails = Map.groupBy(await mailsOf(db, mandate, rows), ({ report_id }) => report_id);
  return rows.map((row) => ({
    id: idOf('rpt', row.id),
    month: row.month,
    userId: row.user_id === null ? undefined : idOf('usr', row.user_id),
    userName: row.user_name ?? undefined,
    state: row.state,
    reason: row.reason ?? undefined,
    attempts: row.attempts,
    lastError: row.last_error ?? undefined,
    madeAt: row.made_at ?? undefined,
    mails: (mails.get(row.id) ?? []).map(mailOf),
  }));
}

/** The mandate's own before its users'. */
const PLACE = sql`r.user_id is not null`;
/** Of a report that was sent again and again, the newest. */
const MOST_MAILS = 50;

async function mailsOf(db: Db, mandate: string, reports: readonly Row[]): Promise<readonly MailRow[]> {
  if (reports.length === 0) return [];
  const { rows } = await sql<MailRow>`
    select m.report_id, m.mail_id, m.recipient, o.state, m.written_at, o.sent_at
    from unnest(${reports.map(({ id }) => id)}::uuid[]) r (id)
    cross join lateral (
      select * from billing_report_mail m where m.mandate_id = ${mandate} and m.report_id = r.id
      order by m.written_at desc, m.recipient limit ${MOST_MAILS}) m
    join mail_outbox o on o.id = m.mail_id
    order by m.written_at desc, m.recipient`.execute(db);
  return rows;
}

function mailOf(row: MailRow): ListedMail {
  return {
    id: idOf('mal', row.mail_id),
    to: row.recipient,
    state: row.state,
    writtenAt: row.written_at,
    sentAt: row.sent_at ?? undefined,
  };
}
