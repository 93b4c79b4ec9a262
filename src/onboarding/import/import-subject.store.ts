import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { idOf, uuidOf } from '#kernel/id.ts';
import { findHere } from './import-here.store.ts';
import type { MandateRecord, RoleRecord } from './import-record.ts';
import type { Brought, ImportSubject, Place, SubjectUser } from './import-subject.ts';
import { findHistories, findLeft, findSubjectUsers } from './import-subject-parts.store.ts';

const SUBJECTS_AT_ONCE = 100;
/** More lines than that tell nobody anything. */
const MOST_PROBLEMS = 20;

/** What is staged. */
export interface StagedSource {
  /** Whose ids they are. */
  readonly platform: string;
  /** Names of files, by the number that staged rows have. */
  readonly files: readonly string[];
}

/** The external ids of all mandates that the staged lines name, in order. */
export async function listSubjects(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select key as id from import_staged_record where kind = 'mandate'
    union select mandate from import_staged_problem where mandate is not null
    order by 1`.execute(db);
  return rows.map(({ id }) => id);
}

/** Mandates that came over before, and that no staged line names: how many, and the first of them. */
export async function findNotNamed(
  db: Db,
  platform: string,
): Promise<{ readonly count: number; readonly first: readonly string[] }> {
  const { rows } = await sql<{ count: number; first: string[] }>`
    with missing as (
      select k.external_id as id from import_mandate k
      where k.platform = ${platform} and k.brought is not null
        and not exists (select from import_staged_record s where s.kind = 'mandate' and s.key = k.external_id)
        and not exists (select from import_staged_problem p where p.mandate = k.external_id))
    select count(*)::int4 as count, array(select id from missing order by id limit ${MOST_PROBLEMS}) as first
    from missing`.execute(db);
  return rows[0] ?? { count: 0, first: [] };
}

/** All that is staged and known of the mandates, some at a time. */
export async function* readSubjects(
  db: Db,
  externalIds: readonly string[],
  source: StagedSource,
): AsyncGenerator<readonly ImportSubject[]> {
  for (let first = 0; first < externalIds.length; first += SUBJECTS_AT_ONCE) {
    yield await findSubjects(db, externalIds.slice(first, first + SUBJECTS_AT_ONCE), source);
  }
}

/** Lines of which nobody can tell whose they are. */
export async function findStrayProblems(db: Db, files: readonly string[]) {
  return findProblems(db, sql`mandate is null`, files);
}

async function findSubjects(
  db: Db,
  ids: readonly string[],
  { platform, files }: StagedSource,
): Promise<readonly ImportSubject[]> {
  const placeOf = placer(files);
  const problems = await findProblems(db, sql`mandate = any (${ids})`, files);
  const histories = await findHistories(db, platform, ids);
  const users = await findSubjectUsers(db, platform, ids, placeOf);
  const left = await findLeft(db, platform, ids);
  const roles = Map.groupBy(await findRoleRecords(db, ids, placeOf), ({ record }) => record.mandate);
  const mandates = await findMandates(db, platform, ids);
  const here = await findHere(
    db,
    mandates.map(({ mandate }) => mandate).filter((id) => id !== null),
  );
  const nothing = { calls: 0n, worth: 0n };
  return mandates.map(({ id, record, file, line, mandate, brought, other_root, namesakes }) => ({
    externalId: id,
    record: record ?? undefined,
    place: placeOf(file ?? 0, line ?? 0),
    mandateId: mandate === null ? undefined : idOf('mnd', mandate),
    brought: brought ?? undefined,
    here: mandate === null ? undefined : here.get(mandate),
    otherRoot: other_root ?? undefined,
    namesakes: Number(namesakes),
    problems: problems.get(id)?.first ?? [],
    problemCount: problems.get(id)?.count ?? 0,
    roles: roles.get(id) ?? [],
    users: (users.get(id) ?? []) as readonly SubjectUser[],
    left: left.get(id) ?? [],
    history: histories.get(id) ?? { source: nothing, before: nothing, changedGroups: 0, lessGroups: 0 },
  }));
}

/** What names a line of a source by the number of its file. */
export type Placer = (file: number, line: number) => Place;

function placer(files: readonly string[]): Placer {
  return (file, line) => ({ file: line === 0 ? '' : (files[file] ?? ''), line });
}

/** The root mandate is there before it comes over. */
async function findMandates(db: Db, platform: string, ids: readonly string[]) {
  const root = uuidOf(ROOT_MANDATE_ID);
  const { rows } = await sql<{
    id: string;
    record: MandateRecord | null;
    file: number | null;
    line: number | null;
    mandate: string | null;
    brought: Brought | null;
    other_root: string | null;
    namesakes: bigint;
  }>`
    with named as materialized (select lower(name) as name, count(*) as count from mandate group by 1)
    select ids.id, r.record, r.file, r.line, coalesce(k.mandate, m.mandate_id) as mandate, k.brought,
      (select external_id from import_mandate where mandate = ${root} and (platform, external_id) <> (${platform}, ids.id)) as other_root,
      coalesce(n.count, 0) - case when lower(h.name) = n.name then 1 else 0 end as namesakes
    from unnest(${ids}::text[]) with ordinality ids (id, place)
    left join lateral (select record, file, line from import_staged_record s where s.kind = 'mandate' and s.key = ids.id limit 1) r on true
    left join import_mandate k on k.platform = ${platform} and k.external_id = ids.id
    left join mandate m on m.mandate_id = ${root} and (r.record ->> 'root')::bool
    left join mandate h on h.mandate_id = coalesce(k.mandate, m.mandate_id)
    left join named n on n.name = lower(r.record ->> 'name')
    order by place`.execute(db);
  return rows;
}

async function findRoleRecords(db: Db, ids: readonly string[], placeOf: Placer) {
  const { rows } = await sql<{ record: RoleRecord; file: number; line: number }>`
    select record, file, line from import_staged_record
    where kind = 'role' and mandate = any (${ids}) order by mandate, key`.execute(db);
  return rows.map(({ record, file, line }) => ({ record, place: placeOf(file, line) }));
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
