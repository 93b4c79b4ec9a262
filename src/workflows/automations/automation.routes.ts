import type { z } from 'zod';
import type { Db } from '#db/database.ts';
import { decodePageCursor, pageOf, UUID_FORM } from '#http/page-cursor.ts';
import { type ApiRoute, apiAction, apiRoute } from '#identity/access/api-route.ts';
import type { Actor } from '#identity/actor.ts';
import { auditBy } from '#identity/audit/audit.ts';
import { AppError, invalidRequest } from '#kernel/error.ts';
import { type AutomationId, uuidOf } from '#kernel/id.ts';
import * as shapes from './automation.contract.ts';
import * as automations from './automation.service.ts';
import { listAutomations, nextSecretVersion } from './automation.store.ts';
import { describeAutomation, summarize } from './describe-automation.ts';
import { type RunRoutesDeps, runRoutes } from './run.routes.ts';
import { nextTimes } from './schedule-times.ts';
import { webhookSecret } from './webhook-signature.ts';

export interface AutomationRoutesDeps extends RunRoutesDeps {
  readonly publicAddress: { url(): string };
  readonly sessionSecret: string;
}

const common = { tag: 'Automations', permission: 'resource.workflows.automations' } as const;
const AUTOMATIONS = '/api/automations';
const AUTOMATION = `${AUTOMATIONS}/:automationId` as const;
const LONG_TEXT_BYTES = 2 * 1024 * 1024;

/** Where the webhook of an automation is called. */
export const HOOKS = '/api/hooks/automations';

/** One's own automations; those of all users for who may manage them. */
export function automationRoutes(deps: AutomationRoutesDeps): readonly ApiRoute[] {
  return [...definitionRoutes(deps), ...triggerRoutes(deps), ...runRoutes(deps)];
}

function definitionRoutes(deps: AutomationRoutesDeps): readonly ApiRoute[] {
  const { db } = deps;
  const read = (actor: Actor, id: AutomationId) => describe(deps, actor, id);
  return [
    apiRoute({
      ...common,
      method: 'GET',
      path: AUTOMATIONS,
      summary: 'Automations with their next and last run and what they cost this month',
      query: shapes.automationListQuery,
      answer: shapes.automationListAnswer,
      handle: ({ actor, query }) => list(db, actor, query),
    }),
    apiRoute({
      ...common,
      method: 'POST',
      path: AUTOMATIONS,
      summary: 'Makes an automation, which calls in my name',
      status: 201,
      maxBodyBytes: LONG_TEXT_BYTES,
      body: shapes.automationBody,
      answer: shapes.automationShape,
      handle: async (call) =>
        read(call.actor, await automations.createAutomation(deps, call.actor, auditBy(call), call.body)),
    }),
    apiRoute({
      ...common,
      method: 'GET',
      path: AUTOMATION,
      summary: 'An automation, with what its runs cost',
      params: shapes.automationParams,
      answer: shapes.automationShape,
      handle: ({ actor, params }) => read(actor, params.automationId),
    }),
    apiRoute({
      ...common,
      method: 'PUT',
      path: AUTOMATION,
      summary: 'Changes an automation',
      maxBodyBytes: LONG_TEXT_BYTES,
      params: shapes.automationParams,
      body: shapes.automationChangeBody,
      answer: shapes.automationShape,
      handle: async (call) => {
        const { automationId } = call.params;
        await automations.changeAutomation(deps, call.actor, auditBy(call), automationId, call.body);
        return read(call.actor, automationId);
      },
    }),
    apiAction({
      ...common,
      method: 'DELETE',
      path: AUTOMATION,
      summary: 'Deletes an automation with its runs; bookings stay',
      params: shapes.automationParams,
      handle: (call) =>
        automations.removeAutomation(deps, call.actor, auditBy(call), call.params.automationId),
    }),
  ];
}

function triggerRoutes(deps: AutomationRoutesDeps): readonly ApiRoute[] {
  const { db } = deps;
  return [
    apiRoute({
      ...common,
      method: 'PUT',
      path: `${AUTOMATION}/status`,
      summary: 'Pauses an automation, or lets it go on',
      params: shapes.automationParams,
      body: shapes.statusBody,
      answer: shapes.automationShape,
      handle: async (call) => {
        const { automationId } = call.params;
        await automations.setStatus(deps, call.actor, auditBy(call), automationId, call.body.status);
        return describe(deps, call.actor, automationId);
      },
    }),
    apiRoute({
      ...common,
      method: 'POST',
      path: `${AUTOMATION}/webhook-secret`,
      summary: 'Makes a new secret for the webhook; the old one ends',
      params: shapes.automationParams,
      answer: shapes.webhookSecretAnswer,
      handle: async ({ actor, params }) => {
        const automation = await automations.requireAutomation(db, actor, params.automationId);
        const secretVersion = await nextSecretVersion(db, automation.mandateId, automation.id);
        if (secretVersion === undefined) throw new AppError('not_found');
        const secret = webhookSecret(deps.sessionSecret, { ...automation, secretVersion });
        return { url: hookUrl(deps, automation.id), secret };
      },
    }),
    apiRoute({
      ...common,
      method: 'POST',
      path: `${AUTOMATIONS}/schedule-preview`,
      summary: 'The next five times of a schedule',
      body: shapes.schedulePreviewBody,
      answer: shapes.schedulePreviewAnswer,
      handle: async ({ body }) => ({ nextRuns: previewOf(body) }),
    }),
  ];
}

async function list(
  db: Db,
  actor: Actor,
  { q, status, cursor, limit }: z.output<typeof shapes.automationListQuery>,
) {
  const [after] = decodePageCursor(cursor, [UUID_FORM]) ?? [];
  const ownerId = actor.may('resource.workflows.all_automations') ? undefined : actor.userId;
  const found = await listAutomations(db, actor.mandateId, { ownerId, q, status, after, limit: limit + 1 });
  const { page, ...next } = pageOf(found, limit, ({ id }) => [uuidOf(id)]);
  return { automations: await summarize(db, actor.mandateId, page), ...next };
}

async function describe(deps: AutomationRoutesDeps, actor: Actor, id: AutomationId) {
  const automation = await automations.requireAutomation(deps.db, actor, id);
  return describeAutomation(deps.db, automation, hookUrl(deps, id));
}

function hookUrl({ publicAddress }: AutomationRoutesDeps, id: AutomationId): string {
  return `${publicAddress.url()}${HOOKS}/${id}`;
}

function previewOf(schedule: { cron: string; timeZone: string }): string[] {
  try {
    return nextTimes(schedule, new Date(), 5).map((at) => at.toISOString());
  } catch (error) {
    if (error instanceof AppError)
      throw invalidRequest(`body.${error.details.path}`, error.message.replace(/^\w+: /, ''));
    throw error;
  }
}
