import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { uuidOf } from '#kernel/id.ts';
import type { Language } from '#kernel/language.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { BillingModel } from '../settings/settings.ts';
import type { ReportSubject } from './report-usage.store.ts';

/** What a report has to know of its mandate, and of its user if it is one's own, as they are now. */
export interface ReportStanding {
  readonly mandateName: string;
  readonly billingModel: BillingModel;
  readonly language: Language;
  readonly isEnabled: boolean;
  /** Whether each user gets one. */
  readonly hasUserReports: boolean;
  /** The mandate's addresses, else those of its administrators; of a user's report his own. Empty: he is no member any more, or there is nobody. */
  readonly recipients: readonly string[];
  /** The settings name nobody. */
  readonly areAdministrators: boolean;
  /** Of a user. */
  readonly userName: string | undefined;
  /** From which day there could have been calls, `2026-11-27`. */
  readonly openedOn: string;
  /** What is left to spend of all wallets, or of the one that the user spends from; undefined: without end. */
  readonly available: NanoChf | undefined;
}

interface Row {
  readonly mandate_name: string;
  readonly billing_model: BillingModel;
  readonly language: Language;
  readonly report_enabled: boolean;
  readonly user_reports: boolean;
  readonly recipients: readonly string[];
  readonly administrators: readonly string[];
  readonly user_name: string | null;
  readonly email: string | null;
  readonly opened_on: string;
  readonly available: bigint | null;
  readonly unlimited: boolean | null;
}

/** In the order of the subjects; undefined: there is no such mandate, or it has no billing. */
export async function readStandings(
  db: Db,
  subjects: readonly ReportSubject[],
): Promise<readonly (ReportStanding | undefined)[]> {
  const { rows } = await sql<Row & { readonly place: number }>`
    select s.place::int4 as place, m.name as mandate_name, b.billing_model, b.language, b.report_enabled, b.user_reports, b.recipients,
           case when cardinality(b.recipients) > 0 or s.user_id is not null then '{}' else array(
             select o.email from membership a join app_user o on o.id = a.user_id
             where a.mandate_id = s.mandate_id and a.role = 'mandate_admin' and not user_is_silent(o) order by o.email) end as administrators,
           u.name as user_name, u.email, (coalesce(ms.created_at, m.created_at) at time zone 'Europe/Zurich')::date as opened_on,
           w.available, w.unlimited
    from unnest(${subjects.map(({ mandateId }) => uuidOf(mandateId))}::uuid[],
                ${subjects.map(({ userId }) => (userId ? uuidOf(userId) : null))}::uuid[]) with ordinality s (mandate_id, user_id, place)
    join mandate m on m.mandate_id = s.mandate_id
    join billing_settings b on b.mandate_id = s.mandate_id
    left join membership ms on ms.mandate_id = s.mandate_id and ms.user_id = s.user_id
    left join app_user u on u.id = ms.user_id
    cross join lateral (
      select sum(a.posted - a.held - greatest(a.floor, a.floor_wanted))::int8 as available,
             bool_or(greatest(a.floor, a.floor_wanted) is null) as unlimited
      from billing_account a
      where a.mandate_id = s.mandate_id and a.kind = 'wallet'
        and (s.user_id is null or a.user_id is not distinct from case when b.billing_model = 'prepaid_user' then s.user_id end)) w`.execute(
    db,
  );
  const byPlace = new Map(rows.map((row) => [row.place, row]));
  return subjects.map(({ userId }, place) => {
    const row = byPlace.get(place + 1);
    return row && standingOf(row, userId !== undefined);
  });
}

function standingOf(row: Row, isOfUser: boolean): ReportStanding {
  const own = row.email === null ? [] : [row.email];
  return {
    mandateName: row.mandate_name,
    billingModel: row.billing_model,
    language: row.language,
    isEnabled: row.report_enabled && (!isOfUser || row.user_reports),
    hasUserReports: row.user_reports,
    recipients: isOfUser ? own : [...row.recipients, ...row.administrators],
    areAdministrators: row.administrators.length > 0,
    userName: row.user_name ?? undefined,
    openedOn: row.opened_on,
    available: row.unlimited ? undefined : (row.available ?? 0n),
  };
}
