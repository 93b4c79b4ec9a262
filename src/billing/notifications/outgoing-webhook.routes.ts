import type { z } from 'zod';
import { decodePageCursor, pageOf, UUID_FORM } from '#http/page-cursor.ts';
import { type ApiRoute, apiAction, apiRoute } from '#identity/access/api-route.ts';
import { auditBy } from '#identity/audit/audit.ts';
import { ofMandate } from '#identity/mandates/mandate-params.contract.ts';
import { type MandateId, uuidOf } from '#kernel/id.ts';
import * as shapes from './outgoing-webhook.contract.ts';
import * as webhooks from './outgoing-webhook.service.ts';
import { findWebhook } from './outgoing-webhook.store.ts';
import type { Webhook } from './outgoing-webhook.ts';
import { type Delivery, listDeliveries } from './webhook-delivery.store.ts';

const common = { tag: 'Warnings', permission: 'resource.billing.settings', params: ofMandate } as const;
const WEBHOOK = '/api/admin/mandates/:mandateId/billing/webhook';

/** Where a mandate's own programs hear of its warnings. */
export function outgoingWebhookRoutes(deps: webhooks.WebhookDeps): readonly ApiRoute[] {
  return [
    apiRoute({
      ...common,
      method: 'GET',
      path: WEBHOOK,
      summary: 'Where warnings of the balance are sent',
      answer: shapes.webhookAnswer,
      handle: async ({ actor }) => describe(await findWebhook(deps.db, actor.mandateId)),
    }),
    apiRoute({
      ...common,
      method: 'PUT',
      path: WEBHOOK,
      summary: 'Sets where warnings of the balance are sent; a first one is answered with its secret',
      body: shapes.webhookBody,
      answer: shapes.webhookAnswer,
      handle: async (call) => answer(await webhooks.setWebhook(deps, auditBy(call), call.body.url)),
    }),
    apiAction({
      ...common,
      method: 'DELETE',
      path: WEBHOOK,
      summary: 'Sends warnings of the balance nowhere any more',
      handle: (call) => webhooks.removeWebhook(deps, auditBy(call)),
    }),
    apiRoute({
      ...common,
      method: 'POST',
      path: `${WEBHOOK}/secret`,
      summary: 'Makes a new secret; the old one signs too for 24 hours',
      answer: shapes.webhookAnswer,
      handle: async (call) => answer(await webhooks.renewWebhookSecret(deps, auditBy(call))),
    }),
    apiRoute({
      ...common,
      method: 'POST',
      path: `${WEBHOOK}/test`,
      summary: 'Sends a test event',
      status: 202,
      answer: shapes.testEventAnswer,
      handle: async ({ actor }) => ({ deliveryId: await webhooks.sendTestEvent(deps, actor.mandateId) }),
    }),
    apiRoute({
      ...common,
      method: 'GET',
      path: `${WEBHOOK}/deliveries`,
      summary: 'What was sent, and what became of it; the newest first',
      query: shapes.deliveryQuery,
      answer: shapes.deliveryListAnswer,
      handle: ({ actor, query }) => list(deps, actor.mandateId, query),
    }),
  ];
}

function describe(webhook: Webhook | undefined): z.input<typeof shapes.webhookAnswer> {
  return {
    url: webhook?.url ?? null,
    oldSecretUntil: webhook?.oldSecretUntil?.toISOString() ?? null,
  };
}

function answer({ webhook, secret }: webhooks.WebhookChange): z.input<typeof shapes.webhookAnswer> {
  return { ...describe(webhook), ...(secret === undefined ? {} : { secret }) };
}

async function list(
  { db }: webhooks.WebhookDeps,
  mandateId: MandateId,
  { cursor, limit }: z.output<typeof shapes.deliveryQuery>,
) {
  const [before] = decodePageCursor(cursor, [UUID_FORM]) ?? [];
  const rows = await listDeliveries(db, mandateId, before, limit + 1);
  const { page, ...next } = pageOf(rows, limit, ({ id }) => [uuidOf(id)]);
  return { deliveries: page.map(describeDelivery), ...next };
}

function describeDelivery(delivery: Delivery): z.input<typeof shapes.deliveryShape> {
  const { noticeId, lastStatus, problem, createdAt, endedAt, ...rest } = delivery;
  return {
    ...rest,
    ...(noticeId === undefined ? {} : { noticeId }),
    ...(lastStatus === undefined ? {} : { lastStatus }),
    ...(problem === undefined ? {} : { problem: shapes.deliveryShape.shape.problem.parse(problem) }),
    createdAt: createdAt.toISOString(),
    ...(endedAt && { endedAt: endedAt.toISOString() }),
  };
}
