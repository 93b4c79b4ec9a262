import { type Selectable, sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { likePattern } from '#db/like-pattern.ts';
import { type AutomationId, idOf, type MandateId, type UserId, uuidOf } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import { type AutomationRow, automations } from './automation.tables.ts';
import type { Automation, AutomationDefinition } from './automation.ts';

export interface AutomationFilter {
  /** Undefined: of all users. */
  readonly ownerId: UserId | undefined;
  readonly q?: string | undefined;
  readonly status?: 'active' | 'paused' | undefined;
  /** The uuid of the last one of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** The newest first. */
export async function listAutomations(
  db: Db,
  mandateId: MandateId,
  { ownerId, q, status, after, limit }: AutomationFilter,
): Promise<readonly Automation[]> {
  let query = automations(db)
    .selectFrom('automation')
    .selectAll()
    .where('mandate_id', '=', uuidOf(mandateId))
    .orderBy('id', 'desc')
    .limit(limit);
  if (ownerId !== undefined) query = query.where('user_id', '=', uuidOf(ownerId));
  if (q !== undefined) query = query.where('name', 'ilike', likePattern(q));
  if (status !== undefined) query = query.where('status', '=', status);
  if (after !== undefined) query = query.where('id', '<', after);
  return (await query.execute()).map(automationOf);
}

/** Undefined: there is none. */
export async function findAutomation(
  db: Db,
  mandateId: MandateId,
  id: AutomationId,
): Promise<Automation | undefined> {
  const row = await automations(db)
    .selectFrom('automation')
    .selectAll()
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('id', '=', uuidOf(id))
    .executeTakeFirst();
  return row && automationOf(row);
}

/** Nobody else changes it until the transaction ends; its runs can be begun. */
export async function lockAutomation(tx: Tx, mandateId: MandateId, id: AutomationId): Promise<void> {
  await automations(tx)
    .selectFrom('automation')
    .select('id')
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('id', '=', uuidOf(id))
    .forNoKeyUpdate()
    .execute();
}

/** That has a webhook, of whichever mandate: a hook's address names only the automation. */
export async function findHooked(db: Db, id: AutomationId): Promise<Automation | undefined> {
  const row = await automations(db)
    .selectFrom('automation')
    .selectAll()
    .where('id', '=', uuidOf(id))
    .where('trigger_kind', '=', 'webhook')
    .executeTakeFirst();
  return row && automationOf(row);
}

export async function insertAutomation(
  db: Db,
  { mandateId, id, ownerId }: Pick<Automation, 'mandateId' | 'id' | 'ownerId'>,
  definition: AutomationDefinition,
  nextRunAt: Date | null,
): Promise<void> {
  await automations(db)
    .insertInto('automation')
    .values({
      mandate_id: uuidOf(mandateId),
      id: uuidOf(id),
      user_id: uuidOf(ownerId),
      ...columnsOf(definition),
      paused_because: null,
      next_run_at: nextRunAt,
    })
    .execute();
}

/** False: it is not there, or of another version by now. */
export async function updateAutomation(
  db: Db,
  { mandateId, id, version }: Pick<Automation, 'mandateId' | 'id' | 'version'>,
  definition: AutomationDefinition,
  nextRunAt: Date | null,
): Promise<boolean> {
  const { numUpdatedRows } = await automations(db)
    .updateTable('automation')
    .set({
      ...columnsOf(definition),
      next_run_at: nextRunAt,
      version: version + 1,
      updated_at: sql`clock_timestamp()`,
    })
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('id', '=', uuidOf(id))
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

export async function updateStatus(
  db: Db,
  { mandateId, id }: Pick<Automation, 'mandateId' | 'id'>,
  status: Pick<Automation, 'status' | 'pausedBecause' | 'nextRunAt'>,
): Promise<void> {
  await automations(db)
    .updateTable('automation')
    .set({
      status: status.status,
      paused_because: status.pausedBecause,
      next_run_at: status.nextRunAt,
    })
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('id', '=', uuidOf(id))
    .execute();
}

/** The next version of the webhook's secret; undefined: it is not there. */
export async function nextSecretVersion(
  db: Db,
  mandateId: MandateId,
  id: AutomationId,
): Promise<number | undefined> {
  const row = await automations(db)
    .updateTable('automation')
    .set({ secret_version: sql`secret_version + 1` })
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('id', '=', uuidOf(id))
    .returning('secret_version')
    .executeTakeFirst();
  return row?.secret_version;
}

/** With its runs. */
export async function deleteAutomation(db: Db, mandateId: MandateId, id: AutomationId): Promise<void> {
  await automations(db)
    .deleteFrom('automation')
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('id', '=', uuidOf(id))
    .execute();
}

/**
 * Those whose time has come, locked until the end of the transaction; those that another process holds are left to it. What belongs to a
 * suspended mandate rests: when that goes on, it has missed its times.
 */
export async function lockDue(tx: Tx, most: number): Promise<readonly Automation[]> {
  const rows = await automations(tx)
    .selectFrom('automation')
    .selectAll()
    .where('next_run_at', '<=', sql<Date>`clock_timestamp()`)
    .where(
      sql<boolean>`exists (select from mandate m where m.mandate_id = automation.mandate_id and m.status = 'active')`,
    )
    .orderBy('next_run_at')
    .limit(most)
    .forUpdate()
    .skipLocked()
    .execute();
  return rows.map(automationOf);
}

/** It is not deleted before the transaction ends. False: it is gone. */
export async function keepAutomation(tx: Tx, mandateId: MandateId, id: AutomationId): Promise<boolean> {
  const row = await automations(tx)
    .selectFrom('automation')
    .select('id')
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('id', '=', uuidOf(id))
    .forKeyShare()
    .executeTakeFirst();
  return row !== undefined;
}

/** What automations may spend in a month; those without a limit are left out. */
export async function findMonthLimits(
  db: Db,
  mandateId: MandateId,
  ids: readonly AutomationId[],
): Promise<ReadonlyMap<AutomationId, NanoChf>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; monthly: bigint }>`
    select subject_id as id, monthly from billing_limit
     where mandate_id = ${uuidOf(mandateId)} and scope = 'automation'
       and subject_id = any(${ids.map(uuidOf)}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, monthly }) => [idOf('aut', id), monthly]));
}

function columnsOf(definition: AutomationDefinition) {
  return {
    name: definition.name,
    prompt: definition.prompt,
    system_prompt: definition.systemPrompt,
    variables: json<AutomationRow['variables']>(definition.variables),
    trigger: json<AutomationRow['trigger']>(definition.trigger),
    trigger_kind: definition.trigger.kind,
    models: json<AutomationRow['models']>(definition.models),
    web_search: definition.webSearch,
    max_output_tokens: definition.maxOutputTokens,
    at_limit: definition.atLimit,
    run_limit: definition.runLimit,
  };
}

function json<Value>(value: Value) {
  return sql<Value>`${JSON.stringify(value)}::jsonb`;
}

function automationOf(row: Selectable<AutomationRow>): Automation {
  return {
    mandateId: idOf('mnd', row.mandate_id),
    id: idOf('aut', row.id),
    ownerId: idOf('usr', row.user_id),
    name: row.name,
    prompt: row.prompt,
    systemPrompt: row.system_prompt,
    variables: row.variables,
    trigger: row.trigger,
    models: row.models,
    webSearch: row.web_search,
    maxOutputTokens: row.max_output_tokens,
    atLimit: row.at_limit,
    runLimit: row.run_limit,
    status: row.status,
    pausedBecause: row.paused_because,
    secretVersion: row.secret_version,
    version: row.version,
    nextRunAt: row.next_run_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
