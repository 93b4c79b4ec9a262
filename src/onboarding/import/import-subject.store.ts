import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import type { Role } from '#identity/permissions.ts';
import { idOf, type UserId } from '#kernel/id.ts';
import type { MandateRecord, RoleRecord } from './import-record.ts';
import type { Brought, ImportSubject, SubjectUser } from './import-subject.ts';
import { findHistories, findLeft, findSubjectUsers } from './import-subject-parts.store.ts';

const SUBJECTS_AT_ONCE = 100;
/** More lines than that tell nobody anything. */
const MOST_PROBLEMS = 20;

/** The external ids of all mandates that the staged lines name, in order. */
export async function listSubjects(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select key as id from import_staged_record where kind = 'mandate'
    union select mandate from import_staged_problem where mandate is not null
    order by 1`.execute(db);
  return rows.map(({ id }) => id);
}

/** All that is staged and known of the mandates, some at a time. */
export async function* readSubjects(
  db: Db,
  externalIds: readonly string[],
  files: readonly string[],
): AsyncGenerator<readonly ImportSubject[]> {
  for (let first = 0; first < externalIds.length; first += SUBJECTS_AT_ONCE) {
    yield await findSubjects(db, externalIds.slice(first, first + SUBJECTS_AT_ONCE), files);
  }
}

/** Lines of which nobody can tell whose they are. */
export async function findStrayProblems(db: Db, files: readonly string[]) {
  return findProblems(db, sql`mandate is null`, files);
}

async function findSubjects(
  db: Db,
  ids: readonly string[],
  files: readonly string[],
): Promise<readonly ImportSubject[]> {
  const problems = await findProblems(db, sql`mandate = any (${ids})`, files);
  const histories = await findHistories(db, ids);
  const users = await findSubjectUsers(db, ids);
  const left = await findLeft(db, ids);
  const roles = Map.groupBy(await findRoleRecords(db, ids), ({ mandate }) => mandate);
  const nothing = { calls: 0n, worth: 0n };
  return (await findMandates(db, ids)).map(({ id, record, mandate, brought }) => ({
    externalId: id,
    record: record ?? undefined,
    mandateId: mandate === null ? undefined : idOf('mnd', mandate),
    brought: brought ?? undefined,
    problems: problems.get(id)?.first ?? [],
    problemCount: problems.get(id)?.count ?? 0,
    roles: roles.get(id) ?? [],
    users: (users.get(id) ?? []) as readonly SubjectUser[],
    left: (left.get(id) ?? []) as readonly UserId[],
    history: histories.get(id) ?? { source: nothing, before: nothing, changedGroups: 0 },
  }));
}

async function findMandates(db: Db, ids: readonly string[]) {
  const { rows } = await sql<{
    id: string;
    record: MandateRecord | null;
    mandate: string | null;
    brought: Brought | null;
  }>`
    select ids.id, r.record, k.mandate, k.brought
    from unnest(${ids}::text[]) with ordinality ids (id, place)
    left join lateral (select record from import_staged_record s where s.kind = 'mandate' and s.key = ids.id limit 1) r on true
    left join import_mandate k on k.external_id = ids.id
    order by place`.execute(db);
  return rows;
}

async function findRoleRecords(db: Db, ids: readonly string[]): Promise<readonly RoleRecord[]> {
  const { rows } = await sql<{ record: RoleRecord & { rappenRole?: Role } }>`
    select record from import_staged_record where kind = 'role' and mandate = any (${ids}) order by mandate, key`.execute(
    db,
  );
  return rows.map(({ record }) => record);
}

/** The same about the same line is one: each record of a file whose columns are wrong has it. */
async function findProblems(db: Db, condition: ReturnType<typeof sql>, files: readonly string[]) {
  const { rows } = await sql<{ mandate: string; file: number; line: number; problem: string; count: number }>`
    select * from (
      select coalesce(mandate, '') as mandate, file, line, problem, count(*) over (partition by mandate)::int4 as count,
             row_number() over (partition by mandate order by file, line, problem) as place
      from (select distinct mandate, file, line, problem from import_staged_problem where ${condition}) d) p
    where place <= ${MOST_PROBLEMS} order by mandate, place`.execute(db);
  const byMandate = Map.groupBy(rows, ({ mandate }) => mandate);
  return new Map(
    [...byMandate].map(([mandate, own]) => [
      mandate,
      {
        count: own[0]?.count ?? 0,
        first: own.map(({ file, line, problem }) => ({
          file: line === 0 ? '' : (files[file] ?? ''),
          line,
          problem,
        })),
      },
    ]),
  );
}
