import { type Selectable, sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { storableJson, storableText } from '#db/storable-json.ts';
import { type AutomationId, idOf, type MandateId, type RunId, type UserId, uuidOf } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import { automations, type RunRow } from './automation.tables.ts';
import type { AutomationRun, RunPlace, RunState, TriggerKind } from './automation.ts';

export interface NewRun {
  readonly place: RunPlace;
  readonly trigger: TriggerKind;
  readonly dueAt?: Date;
  /** The same again is the same run. */
  readonly requestKey?: string;
  readonly startedBy?: UserId;
  readonly input: Readonly<Record<string, string>>;
}

/** Answers the run's id: of this one, or of the one that was there already for the same time or key. */
export async function insertRun(
  db: Db,
  run: NewRun,
): Promise<{ readonly runId: RunId; readonly isNew: boolean }> {
  const { place, dueAt, requestKey } = run;
  const { numInsertedOrUpdatedRows } = await automations(db)
    .insertInto('automation_run')
    .values({
      ...keyOf(place),
      trigger: run.trigger,
      due_at: dueAt ?? null,
      request_key: requestKey ?? null,
      started_by: run.startedBy === undefined ? null : uuidOf(run.startedBy),
      input: sql`${JSON.stringify(run.input)}::jsonb`,
      failure: null,
      question: null,
      alive_at: null,
      started_at: null,
      ended_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if ((numInsertedOrUpdatedRows ?? 0n) > 0n) return { runId: place.runId, isNew: true };
  const { id } = await ofAutomation(db, place)
    .select('id')
    .where((row) =>
      requestKey === undefined ? row('due_at', '=', dueAt ?? null) : row('request_key', '=', requestKey),
    )
    .executeTakeFirstOrThrow();
  return { runId: idOf('run', id), isNew: false };
}

export async function findRun(db: Db, place: RunPlace): Promise<AutomationRun | undefined> {
  const row = await ofAutomation(db, place)
    .selectAll()
    .where('id', '=', uuidOf(place.runId))
    .executeTakeFirst();
  return row && runOf(row);
}

/** The newest first. */
export async function listRuns(
  db: Db,
  automation: Omit<RunPlace, 'runId'>,
  {
    states,
    after,
    limit,
  }: {
    readonly states?: readonly RunState[] | undefined;
    readonly after?: string | undefined;
    readonly limit: number;
  },
): Promise<readonly AutomationRun[]> {
  let query = ofAutomation(db, automation).selectAll().orderBy('id', 'desc').limit(limit);
  if (states !== undefined) query = query.where('state', 'in', states);
  if (after !== undefined) query = query.where('id', '<', after);
  return (await query.execute()).map(runOf);
}

/** The newest run of each automation. */
export async function lastRuns(
  db: Db,
  mandateId: MandateId,
  ids: readonly AutomationId[],
): Promise<ReadonlyMap<AutomationId, AutomationRun>> {
  if (ids.length === 0) return new Map();
  const rows = await automations(db)
    .selectFrom('automation_run')
    .distinctOn('automation_id')
    .selectAll()
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('automation_id', 'in', ids.map(uuidOf))
    .orderBy('automation_id')
    .orderBy('id', 'desc')
    .execute();
  return new Map(rows.map((row) => [idOf('aut', row.automation_id), runOf(row)]));
}

/** Takes a run on that waits. Undefined: somebody else has it, or it is over. */
export async function claimRun(db: Db, place: RunPlace): Promise<AutomationRun | undefined> {
  const row = await automations(db)
    .updateTable('automation_run')
    .set({
      state: 'running',
      question: null,
      alive_at: sql`clock_timestamp()`,
      started_at: sql`coalesce(started_at, clock_timestamp())`,
    })
    .where('mandate_id', '=', uuidOf(place.mandateId))
    .where('automation_id', '=', uuidOf(place.automationId))
    .where('id', '=', uuidOf(place.runId))
    .where('state', '=', 'queued')
    .returningAll()
    .executeTakeFirst();
  return row && runOf(row);
}

export type RunProgress = Pick<AutomationRun, 'attempts' | 'output' | 'sources'>;

/** How far it is; a sign of life. Answers whether somebody wants it stopped; undefined: it does not run any more. */
export async function storeRunProgress(
  db: Db,
  place: RunPlace,
  progress: RunProgress,
): Promise<{ readonly isStopAsked: boolean } | undefined> {
  const row = await running(db, place)
    .set({ ...progressColumns(progress), alive_at: sql`clock_timestamp()` })
    .returning('is_stop_asked')
    .executeTakeFirst();
  return row && { isStopAsked: row.is_stop_asked };
}

/** The run as it stays, or as it waits for a decision. */
export async function storeRunEnd(
  db: Db,
  place: RunPlace,
  end: RunProgress & Pick<AutomationRun, 'state' | 'failure' | 'question'>,
): Promise<void> {
  await running(db, place)
    .set({
      ...progressColumns(end),
      state: end.state,
      failure: end.failure && sql`${storableJson(end.failure)}::jsonb`,
      question: end.question && sql`${storableJson(end.question)}::jsonb`,
      ended_at: end.state === 'asking' ? null : sql`clock_timestamp()`,
    })
    .execute();
}

/** What runs is told, what waits is over. False: it is in none of these states (any more). */
export async function stopRun(
  db: Db,
  place: RunPlace,
  states: readonly RunState[] = ['queued', 'asking', 'running'],
): Promise<boolean> {
  // In one statement: it may be begun at this moment.
  const { numUpdatedRows } = await automations(db)
    .updateTable('automation_run')
    .set({
      is_stop_asked: true,
      state: sql`case state when 'running' then state else 'stopped' end`,
      question: null,
      ended_at: sql`case state when 'running' then null else clock_timestamp() end`,
    })
    .where('mandate_id', '=', uuidOf(place.mandateId))
    .where('automation_id', '=', uuidOf(place.automationId))
    .where('id', '=', uuidOf(place.runId))
    .where('state', 'in', states)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** A run that asks waits for its turn again, and may cost so much more. False: it does not ask. */
export async function letRunGoOn(db: Db, place: RunPlace, more: NanoChf): Promise<boolean> {
  const { numUpdatedRows } = await automations(db)
    .updateTable('automation_run')
    .set({ state: 'queued', question: null, allowance: sql`allowance + ${more}` })
    .where('mandate_id', '=', uuidOf(place.mandateId))
    .where('automation_id', '=', uuidOf(place.automationId))
    .where('id', '=', uuidOf(place.runId))
    .where('state', '=', 'asking')
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/**
 * Runs whose process has given no sign of life for so long. Those that have called somebody are over, for nothing is sent twice; the
 * others wait for their turn again, and are answered, unless somebody wants them stopped.
 */
export async function letGoOfSilentRuns(db: Db, silentForS: number): Promise<readonly RunPlace[]> {
  const { rows } = await sql<Pick<Selectable<RunRow>, 'mandate_id' | 'automation_id' | 'id' | 'state'>>`
    with silent as (
      select r.mandate_id, r.automation_id, r.id,
             exists (select 1 from billing_call_origin o where o.mandate_id = r.mandate_id and o.run_id = r.id) as has_called
        from automation_run r
       where r.state = 'running' and r.alive_at < clock_timestamp() - make_interval(secs => ${silentForS})
         for update of r skip locked)
    update automation_run r
       set state = case when s.has_called then 'interrupted' when r.is_stop_asked then 'stopped' else 'queued' end,
           ended_at = case when s.has_called or r.is_stop_asked then clock_timestamp() end
      from silent s
     where r.mandate_id = s.mandate_id and r.automation_id = s.automation_id and r.id = s.id
    returning r.mandate_id, r.automation_id, r.id, r.state`.execute(db);
  return rows.filter(({ state }) => state === 'queued').map(placeOf);
}

/** Questions that nobody answers, and runs that are older than they are kept. */
export async function tidyRuns(
  db: Db,
  days: { readonly asking: number; readonly kept: number },
): Promise<void> {
  await automations(db)
    .updateTable('automation_run')
    .set({ state: 'stopped', question: null, ended_at: sql`clock_timestamp()` })
    .where('state', '=', 'asking')
    .where('created_at', '<', sql<Date>`now() - make_interval(days => ${days.asking})`)
    .execute();
  await automations(db)
    .deleteFrom('automation_run')
    .where('ended_at', 'is not', null)
    .where('created_at', '<', sql<Date>`now() - make_interval(days => ${days.kept})`)
    .execute();
}

function ofAutomation(db: Db, { mandateId, automationId }: Omit<RunPlace, 'runId'>) {
  return automations(db)
    .selectFrom('automation_run')
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('automation_id', '=', uuidOf(automationId));
}

function running(db: Db, place: RunPlace) {
  return automations(db)
    .updateTable('automation_run')
    .where('mandate_id', '=', uuidOf(place.mandateId))
    .where('automation_id', '=', uuidOf(place.automationId))
    .where('id', '=', uuidOf(place.runId))
    .where('state', '=', 'running');
}

function placeOf(row: Pick<Selectable<RunRow>, 'mandate_id' | 'automation_id' | 'id'>): RunPlace {
  return {
    mandateId: idOf('mnd', row.mandate_id),
    automationId: idOf('aut', row.automation_id),
    runId: idOf('run', row.id),
  };
}

function keyOf({ mandateId, automationId, runId }: RunPlace) {
  return { mandate_id: uuidOf(mandateId), automation_id: uuidOf(automationId), id: uuidOf(runId) };
}

function progressColumns({ attempts, output, sources }: RunProgress) {
  return {
    attempts: sql<AutomationRun['attempts']>`${storableJson(attempts)}::jsonb`,
    output: storableText(output),
    sources: sql<AutomationRun['sources']>`${storableJson(sources)}::jsonb`,
  };
}

function runOf(row: Selectable<RunRow>): AutomationRun {
  return {
    place: placeOf(row),
    trigger: row.trigger,
    dueAt: row.due_at,
    startedBy: row.started_by === null ? null : idOf('usr', row.started_by),
    input: row.input,
    state: row.state,
    attempts: row.attempts,
    output: row.output,
    sources: row.sources,
    failure: row.failure,
    question: row.question,
    allowance: row.allowance,
    createdAt: row.created_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
  };
}
