import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import type { ModelCatalogue } from '#aicore/models/model-catalogue.ts';
import { setMonthlyLimit } from '#billing/limits/limit.service.ts';
import type { Db, Tx } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import type { Actor } from '#identity/actor.ts';
import { type AuditBy, type AuditFacts, recordAudit } from '#identity/audit/audit.ts';
import { AppError } from '#kernel/error.ts';
import { type AutomationId, newId } from '#kernel/id.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';
import type { automationBody } from './automation.contract.ts';
import * as store from './automation.store.ts';
import { type Automation, type AutomationDefinition, noSuchAutomation } from './automation.ts';
import { checkDefinition } from './definition-check.ts';
import { nextTimes } from './schedule-times.ts';

export interface AutomationDeps {
  readonly db: Db;
  readonly catalogue: Pick<ModelCatalogue, 'models'>;
}

type Body = z.output<typeof automationBody>;

/** Throws `not_found`, also for somebody else's where the actor has only his own. */
export async function requireAutomation(db: Db, actor: Actor, id: AutomationId): Promise<Automation> {
  const found = await store.findAutomation(db, actor.mandateId, id);
  const isOwn = found?.ownerId === actor.userId;
  if (!found || !(isOwn || actor.may('resource.workflows.all_automations'))) throw noSuchAutomation();
  return found;
}

/** As it stays until the transaction ends: what is changed follows from it. Throws `not_found`. */
async function requireLocked(tx: Tx, actor: Actor, id: AutomationId): Promise<Automation> {
  await store.lockAutomation(tx, actor.mandateId, id);
  return requireAutomation(tx, actor, id);
}

/** It calls in the actor's name from now on. Throws `invalid_request`. */
export async function createAutomation(
  { db, catalogue }: AutomationDeps,
  actor: Actor,
  by: AuditBy,
  body: Body,
): Promise<AutomationId> {
  const definition = definitionOf(body);
  checkDefinition(catalogue, definition);
  const { mandateId, userId: ownerId } = actor;
  const id = newId('aut');
  await transaction(db, async (tx) => {
    await store.insertAutomation(tx, { mandateId, id, ownerId }, definition, nextRunAt(definition, 'active'));
    if (body.monthLimitChf !== null) await setMonth(tx, { mandateId, id }, body.monthLimitChf);
    await recordAudit(tx, by, {
      action: 'automation.created',
      subject: id,
      after: factsOf(definition, body.monthLimitChf),
    });
  });
  return id;
}

/** Throws `not_found`, `invalid_request`; `conflict` where somebody has changed it meanwhile. */
export async function changeAutomation(
  { db, catalogue }: AutomationDeps,
  actor: Actor,
  by: AuditBy,
  id: AutomationId,
  { version, ...body }: Body & { readonly version: number },
): Promise<void> {
  const definition = definitionOf(body);
  await transaction(db, async (tx) => {
    const before = await requireLocked(tx, actor, id);
    checkDefinition(catalogue, definition);
    const limits = await store.findMonthLimits(tx, actor.mandateId, [id]);
    const place = { mandateId: actor.mandateId, id, version };
    if (!(await store.updateAutomation(tx, place, definition, nextRunAfterChange(before, definition))))
      throw new AppError(
        'conflict',
        { version: before.version },
        'Somebody has changed this automation meanwhile.',
      );
    await setMonth(tx, before, body.monthLimitChf);
    await recordAudit(tx, by, {
      action: 'automation.changed',
      subject: id,
      before: factsOf(before, limits.get(id) ?? null),
      after: factsOf(definition, body.monthLimitChf),
    });
  });
}

/** Paused: neither its schedule nor its webhook starts it; by hand it can be run. Throws `not_found`. */
export async function setStatus(
  { db }: AutomationDeps,
  actor: Actor,
  by: AuditBy,
  id: AutomationId,
  status: Automation['status'],
): Promise<void> {
  await transaction(db, async (tx) => {
    const before = await requireLocked(tx, actor, id);
    if (before.status === status) return;
    await store.updateStatus(tx, before, {
      status,
      pausedBecause: null,
      nextRunAt: nextRunAt(before, status),
    });
    await recordAudit(tx, by, {
      action: status === 'active' ? 'automation.resumed' : 'automation.paused',
      subject: id,
    });
  });
}

/** Gone with its runs; bookings stay. Throws `not_found`. */
export async function removeAutomation(
  { db }: AutomationDeps,
  actor: Actor,
  by: AuditBy,
  id: AutomationId,
): Promise<void> {
  await transaction(db, async (tx) => {
    const before = await requireAutomation(tx, actor, id);
    await setMonth(tx, before, null);
    await store.deleteAutomation(tx, actor.mandateId, id);
    await recordAudit(tx, by, { action: 'automation.deleted', subject: id, before: { name: before.name } });
  });
}

/** Limits of a month are the ledger's. */
function setMonth(tx: Tx, { mandateId, id }: Pick<Automation, 'mandateId' | 'id'>, monthly: NanoChf | null) {
  return setMonthlyLimit(tx, {
    mandateId,
    scope: 'automation',
    subjectId: id,
    monthly: monthly ?? undefined,
  });
}

function definitionOf({ runLimitChf, monthLimitChf: _, ...body }: Body): AutomationDefinition {
  return { ...body, runLimit: runLimitChf };
}

function nextRunAt({ trigger }: AutomationDefinition, status: Automation['status']): Date | null {
  if (trigger.kind !== 'schedule' || status === 'paused') return null;
  return nextTimes(trigger, new Date(), 1)[0] ?? null;
}

/** A time that has come, and that no process has seen to yet, stays where the schedule does. */
function nextRunAfterChange(before: Automation, definition: AutomationDefinition): Date | null {
  return isDeepStrictEqual(before.trigger, definition.trigger)
    ? before.nextRunAt
    : nextRunAt(definition, before.status);
}

/** What the audit log keeps of it: no prompt. */
function factsOf(
  { name, trigger, models, webSearch, maxOutputTokens, atLimit, runLimit }: AutomationDefinition,
  monthly: NanoChf | null,
): AuditFacts {
  return {
    ...{ name, webSearch, maxOutputTokens, atLimit },
    trigger: trigger.kind === 'schedule' ? `${trigger.cron} (${trigger.timeZone})` : trigger.kind,
    models: models.map(({ provider, model }) => `${provider}/${model}`),
    runLimitChf: runLimit === null ? null : formatChf(runLimit),
    monthLimitChf: monthly === null ? null : formatChf(monthly),
  };
}
