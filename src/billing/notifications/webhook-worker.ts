import { z } from 'zod';
import type { Db, Tx } from '#db/database.ts';
import { signedHeaders } from '#http/standard-webhook.ts';
import type { DeliveryId, MandateId } from '#kernel/id.ts';
import { enqueue } from '#queue/enqueue.ts';
import { type RunningJob, type Worker, worker } from '#queue/job-worker.ts';
import type { QueueDefinition } from '#queue/queue-definition.ts';
import { findWebhook } from './outgoing-webhook.store.ts';
import { signingSecrets } from './outgoing-webhook.ts';
import { beginDelivery, recordAttempt } from './webhook-delivery.store.ts';
import type { WebhookOutcome, WebhookSender } from './webhook-sender.ts';

interface DeliveryJob {
  readonly mandateId: string;
  readonly deliveryId: string;
}

/** Tried again after 10 s, 20 s, 40 s, ..., for about a day. */
const WEBHOOK_QUEUE: QueueDefinition<DeliveryJob> = {
  name: 'webhook',
  data: z.object({
    mandateId: z.templateLiteral(['mnd_', z.uuid()]),
    deliveryId: z.templateLiteral(['whd_', z.uuid()]),
  }),
  retryLimit: 14,
  retryDelayS: 10,
  longestRetryDelayS: 4 * 3_600,
  expireInS: 60,
};

export interface WebhookWorkDeps {
  readonly db: Db;
  readonly sessionSecret: string;
  readonly sender: WebhookSender;
}

/** Sends it once the transaction is committed. */
export async function queueDelivery(tx: Tx, mandateId: MandateId, deliveryId: DeliveryId): Promise<void> {
  await enqueue(tx, { queue: WEBHOOK_QUEUE, data: { mandateId, deliveryId } });
}

export function webhookWorker(deps: WebhookWorkDeps): Worker {
  return worker(WEBHOOK_QUEUE, { pollEveryS: 2, atOnce: 10 }, (job) => deliver(deps, job));
}

/** One attempt. It throws where another one is to come. The receiver knows a second one of the same message by its id. */
async function deliver(
  deps: WebhookWorkDeps,
  { data, isLastAttempt }: RunningJob<DeliveryJob>,
): Promise<void> {
  const { db } = deps;
  const mandateId = data.mandateId as MandateId;
  const id = data.deliveryId as DeliveryId;
  const text = await beginDelivery(db, mandateId, id);
  if (text === undefined) return;
  const outcome = await attempt(deps, mandateId, id, Buffer.from(text));
  const { isDelivered, status, problem } = outcome;
  const isOver = isLastAttempt || problem === 'no_webhook' || status === GONE;
  const state = isDelivered ? 'delivered' : isOver ? 'failed' : 'waiting';
  await recordAttempt(db, mandateId, id, { state, status, problem });
  if (state === 'waiting') throw new Error(`webhook not delivered yet: ${problem ?? ''} ${status ?? ''}`);
}

/** 410: the receiver wants no more of it (Standard Webhooks). */
const GONE = 410;

async function attempt(
  { db, sessionSecret, sender }: WebhookWorkDeps,
  mandateId: MandateId,
  id: DeliveryId,
  body: Buffer,
): Promise<Omit<WebhookOutcome, 'problem'> & { readonly problem?: string }> {
  const webhook = await findWebhook(db, mandateId);
  if (webhook?.url === undefined) return { isDelivered: false, problem: 'no_webhook' };
  const now = new Date();
  const secrets = signingSecrets(sessionSecret, mandateId, webhook, now);
  return sender.send(webhook.url, { headers: signedHeaders(secrets, id, body, now), body });
}
