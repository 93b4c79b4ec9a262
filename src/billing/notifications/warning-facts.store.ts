import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { namesOfUsers } from '#identity/users/user-names.store.ts';
import { must } from '#kernel/assert.ts';
import { idOf, type UserId, uuidOf } from '#kernel/id.ts';
import type { Language } from '#kernel/language.ts';
import type { NanoChf } from '#kernel/money.ts';
import { chargedPerDay } from '../balance/balance.store.ts';
import { dayAfter, type Pace, paceOf } from '../balance/pace.ts';
import type { BillingModel } from '../settings/settings.ts';
import type { Notice } from './notice.ts';

/** Where things stand as a notice is told. */
export interface WarningFacts {
  readonly mandateName: string;
  /** Of a user's own wallet. */
  readonly userName: string | undefined;
  readonly billingModel: BillingModel;
  readonly language: Language;
  /** Who is told by the settings; none: the administrators. */
  readonly recipients: readonly string[];
  /** Balance less floor: what is held counts, since most of it comes back. */
  readonly amountLeft: NanoChf;
  readonly pace: Pace;
  /** Who spent most of it in the last 30 days, the most first. */
  readonly spenders: readonly { readonly name: string; readonly charged: NanoChf }[];
}

interface StandingRow {
  readonly name: string;
  readonly billing_model: BillingModel;
  readonly language: Language;
  readonly recipients: readonly string[];
  readonly amount_left: bigint;
  readonly today: string;
  readonly opened_on: string;
}

const DAYS = 30;
const MOST_SPENDERS = 5;

export async function readWarningFacts(db: Db, notice: Notice): Promise<WarningFacts> {
  const { mandateId, accountId, userId } = notice;
  const { rows } = await sql<StandingRow>`
    select m.name, s.billing_model, s.language, s.recipients, a.posted - a.floor_wanted as amount_left,
           (now() at time zone 'Europe/Zurich')::date as today, (a.opened_at at time zone 'Europe/Zurich')::date as opened_on
    from billing_account a
    join billing_settings s on s.mandate_id = a.mandate_id
    join mandate m on m.mandate_id = a.mandate_id
    where a.mandate_id = ${uuidOf(mandateId)} and a.id = ${uuidOf(accountId)}`.execute(db);
  const row = must(rows[0], 'the wallet of a notice');
  const from = dayAfter(row.today, -DAYS);
  const charged = await chargedPerDay(db, mandateId, [accountId], from, row.today);
  const spent = await topSpenders(db, notice, from);
  const names = await namesOfUsers(db, [...spent.map(({ user }) => user), ...(userId ? [userId] : [])]);
  const nameOf = (user: UserId) => names.get(user)?.name ?? user;
  return {
    mandateName: row.name,
    userName: userId && nameOf(userId),
    billingModel: row.billing_model,
    language: row.language,
    recipients: row.recipients,
    amountLeft: row.amount_left,
    pace: paceOf({
      today: row.today,
      openedOn: row.opened_on,
      chargedPerDay: new Map(charged.map(({ day, charged: amount }) => [day, amount])),
      available: row.amount_left,
    }),
    spenders: spent.map(({ user, charged: amount }) => ({ name: nameOf(user), charged: amount })),
  };
}

async function topSpenders(db: Db, { mandateId, accountId }: Notice, from: string) {
  const { rows } = await sql<{ user_id: string; charged: bigint }>`
    select user_id, sum(charged)::int8 as charged
    from billing_statistic_daily
    where mandate_id = ${uuidOf(mandateId)} and account_id = ${uuidOf(accountId)} and day >= ${from}::date
    group by user_id having sum(charged) > 0
    order by 2 desc, 1 limit ${MOST_SPENDERS}`.execute(db);
  return rows.map(({ user_id, charged }) => ({ user: idOf('usr', user_id), charged }));
}
