import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import type { NanoChf } from '#kernel/money.ts';
import { IMPORT_LOCK } from './import-turn.ts';

/** A run of an import, or one that took another back. */
export interface ImportRun {
  readonly run: string;
  readonly source: string;
  /** `interrupted`: it was stopped, failed or died, and can be run again to go on. */
  readonly state: 'running' | 'done' | 'interrupted';
  readonly startedAt: Date;
  /** Null: it runs, or died nobody knows when. */
  readonly finishedAt: Date | null;
  /** Mandates, as its report counts them: `created` is what was not over before, also where a mandate was here already. */
  readonly created: number;
  readonly changed: number;
  /** How many of these were taken back since, or by this run if it undoes another. */
  readonly takenBack: number;
  /** Nano-CHF that it booked as openings. */
  readonly opening: NanoChf;
  readonly undoes: string | null;
  readonly undoneBy: readonly string[];
}

/**
 * The newest first. A run that is marked as running while nobody has the turn is dead, also before the next one says so in
 * its row.
 */
export async function listImportRuns(db: Db, limit: number): Promise<readonly ImportRun[]> {
  const { rows } = await sql<ImportRun>`
    with listed as (select * from import_run order by started_at desc, id desc limit ${limit}),
    done as (
      select run, count(*) filter (where before is null)::int4 as created, count(before)::int4 as changed,
        count(undone_by)::int4 as taken_back, sum(opening)::int8 as opening,
        array_agg(distinct undone_by) filter (where undone_by is not null) as undone_by
      from import_change where run in (select id from listed) group by run
    ), undone as (
      select undone_by as run, count(*)::int4 as taken_back, -sum(opening)::int8 as opening
      from import_change where undone_by in (select id from listed) group by undone_by
    )
    select l.id as run, l.source, l.started_at as "startedAt", l.finished_at as "finishedAt", l.undoes,
      case when l.state = 'running' and not exists (
        select from pg_locks where locktype = 'advisory' and objid = ${IMPORT_LOCK}::int8::oid and objsubid = 1 and granted
          and database = (select oid from pg_database where datname = current_database()))
        then 'interrupted' else l.state end as state,
      coalesce(d.created, 0) as created, coalesce(d.changed, 0) as changed,
      coalesce(u.taken_back, d.taken_back, 0) as "takenBack", coalesce(u.opening, d.opening, 0) as opening,
      coalesce(d.undone_by, '{}') as "undoneBy"
    from listed l left join done d on d.run = l.id left join undone u on u.run = l.id
    order by l.started_at desc, l.id desc`.execute(db);
  return rows;
}
