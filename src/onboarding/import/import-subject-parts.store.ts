import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import type { Role } from '#identity/permissions.ts';
import { idOf } from '#kernel/id.ts';
import type { UserRecord } from './import-record.ts';
import type { ImportSubject, LeftMember, Place, SubjectUser } from './import-subject.ts';

/** Members of the mandates and callers of their past, by mandate. */
export async function findSubjectUsers(
  db: Db,
  platform: string,
  ids: readonly string[],
  placeOf: (file: number, line: number) => Place,
): Promise<ReadonlyMap<string, readonly SubjectUser[]>> {
  const { rows } = await sql<{
    mandate: string;
    record: UserRecord;
    file: number;
    line: number;
    roles: string[];
    user_id: string | null;
    before: { email: string; name: string } | null;
    role_before: Role | null;
    name_here: string | null;
    role_here: Role | null;
  }>`
    with named as (
      select mandate, detail as user_key, key as role from import_staged_record where kind = 'membership' and mandate = any (${ids})
      union all
      select distinct mandate, user_key, null from import_staged_history where mandate = any (${ids}) and user_key <> ''
    ), users as (
      select mandate, user_key, coalesce(array_agg(role order by role) filter (where role is not null), '{}') as roles
      from named group by 1, 2
    )
    select u.mandate, r.record, r.file, r.line, u.roles, p.id as user_id, p.name as name_here, k.brought as before,
      m.role as role_before, ms.role as role_here
    from users u
    join lateral (select record, file, line from import_staged_record r where r.kind = 'user' and r.key = u.user_key limit 1) r on true
    left join import_user k on k.platform = ${platform} and k.external_id = u.user_key
    left join app_user a on a.email = r.record ->> 'email'
    left join import_mandate im on im.platform = ${platform} and im.external_id = u.mandate
    left join app_user p on p.id = coalesce(k.user_id, a.id)
    left join import_member m on m.mandate_id = im.mandate and m.user_id = p.id
    left join membership ms on ms.mandate_id = im.mandate and ms.user_id = p.id
    order by u.mandate, u.user_key`.execute(db);
  const users = rows.map(({ mandate, record, file, line, ...row }) => ({
    mandate,
    user: {
      externalId: record.id,
      email: record.email,
      name: record.name ?? record.email.slice(0, record.email.indexOf('@')),
      language: record.language ?? ('de' as const),
      userId: row.user_id === null ? undefined : idOf('usr', row.user_id),
      emailBefore: row.before?.email,
      nameBefore: row.before?.name,
      nameHere: row.name_here ?? undefined,
      roles: row.roles,
      roleBefore: row.role_before ?? undefined,
      roleHere: row.role_here ?? undefined,
      place: placeOf(file, line),
    },
  }));
  return grouped(users, ({ user }) => user);
}

/** Who came over as a member before, and is not named any more: neither by an id that is known, nor by his address. */
export async function findLeft(
  db: Db,
  platform: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly LeftMember[]>> {
  const { rows } = await sql<{ mandate: string; user_id: string; role_before: Role; role_here: Role | null }>`
    with named as (
      select s.mandate, coalesce(k.user_id, a.id) as user_id
      from import_staged_record s
      join import_staged_record u on u.kind = 'user' and u.key = s.detail
      left join import_user k on k.platform = ${platform} and k.external_id = s.detail
      left join app_user a on a.email = u.record ->> 'email'
      where s.kind = 'membership' and s.mandate = any (${ids})
    )
    select im.external_id as mandate, m.user_id, m.role as role_before, ms.role as role_here
    from import_mandate im
    join import_member m on m.mandate_id = im.mandate
    left join membership ms on ms.mandate_id = m.mandate_id and ms.user_id = m.user_id
    where im.platform = ${platform} and im.external_id = any (${ids})
      and not exists (select from named n where n.mandate = im.external_id and n.user_id = m.user_id)
    order by 1, 2`.execute(db);
  return grouped(rows, ({ user_id, role_before, role_here }) => ({
    userId: idOf('usr', user_id),
    roleBefore: role_before,
    roleHere: role_here ?? undefined,
  }));
}

/** The past as the source has it, and as it is here. */
export async function findHistories(
  db: Db,
  platform: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ImportSubject['history']>> {
  const { rows } = await sql<{
    mandate: string;
    calls: bigint;
    worth: string;
    calls_before: bigint;
    worth_before: bigint;
    changed: number;
    less: number;
  }>`
    with people as materialized (
      select u.user_key, coalesce(k.user_id, a.id)::text as user_id
      from (select distinct user_key from import_staged_history where mandate = any (${ids}) and user_key <> '') u
      left join import_user k on k.platform = ${platform} and k.external_id = u.user_key
      left join lateral (select record from import_staged_record r where r.kind = 'user' and r.key = u.user_key limit 1) r on true
      left join app_user a on a.email = r.record ->> 'email'
    ), staged as (
      select h.mandate, h.day, coalesce(p.user_id, nullif(h.user_key, ''), ${NOBODY}) as who, h.provider, h.model,
        sum(h.calls) as calls, sum(h.worth) as worth, sum(h.input_tokens) as i, sum(h.cached_tokens) as c, sum(h.output_tokens) as o
      from import_staged_history h left join people p on p.user_key = h.user_key
      where h.mandate = any (${ids}) group by 1, 2, 3, 4, 5
    ), here as (
      select im.external_id as mandate, h.day, h.user_id::text as who, h.provider, h.model,
        sum(h.calls) as calls, sum(h.worth) as worth, sum(h.input_tokens) as i, sum(h.cached_tokens) as c, sum(h.output_tokens) as o
      from import_mandate im join billing_history_daily h on h.mandate_id = im.mandate
      where im.platform = ${platform} and im.external_id = any (${ids}) group by 1, 2, 3, 4, 5
    )
    select mandate, coalesce(sum(s.calls), 0)::int8 as calls, coalesce(sum(s.worth), 0)::text as worth,
      coalesce(sum(b.calls), 0)::int8 as calls_before, coalesce(sum(b.worth), 0)::int8 as worth_before,
      count(*) filter (where (coalesce(s.calls, 0), coalesce(s.worth, 0), coalesce(s.i, 0), coalesce(s.c, 0), coalesce(s.o, 0))
        is distinct from (coalesce(b.calls, 0), coalesce(b.worth, 0), coalesce(b.i, 0), coalesce(b.c, 0), coalesce(b.o, 0)))::int4 as changed,
      count(*) filter (where coalesce(s.calls, 0) < b.calls or coalesce(s.worth, 0) < b.worth)::int4 as less
    from staged s full join here b using (mandate, day, who, provider, model)
    group by 1`.execute(db);
  return new Map(
    rows.map((row) => [
      row.mandate,
      {
        source: { calls: row.calls, worth: BigInt(row.worth) },
        before: { calls: row.calls_before, worth: row.worth_before },
        changedGroups: row.changed,
        lessGroups: row.less,
      },
    ]),
  );
}

/** The user of calls of which nobody knows whose they were. */
export const NOBODY = '00000000-0000-0000-0000-000000000000';

function grouped<Row extends { readonly mandate: string }, Value>(
  rows: readonly Row[],
  read: (row: Row) => Value,
): ReadonlyMap<string, readonly Value[]> {
  const byMandate = Map.groupBy(rows, ({ mandate }) => mandate);
  return new Map([...byMandate].map(([mandate, own]) => [mandate, own.map(read)]));
}
