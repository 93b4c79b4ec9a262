import type { Db } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { webhookSecretText } from '#http/standard-webhook.ts';
import { type AuditBy, recordAudit } from '#identity/audit/audit.ts';
import { lockMandate } from '#identity/mandates/mandate.store.ts';
import { must } from '#kernel/assert.ts';
import { AppError, invalidRequest } from '#kernel/error.ts';
import type { DeliveryId, MandateId } from '#kernel/id.ts';
import { findWebhook, nextWebhookSecret, saveWebhook } from './outgoing-webhook.store.ts';
import { secretOfVersion, type Webhook } from './outgoing-webhook.ts';
import { faultOfAddress } from './webhook-address.ts';
import { insertDelivery } from './webhook-delivery.store.ts';
import { queueDelivery } from './webhook-worker.ts';

export interface WebhookDeps {
  readonly db: Db;
  readonly sessionSecret: string;
}

/** `secret` only where it is a new one: it is shown this once. */
export interface WebhookChange {
  readonly webhook: Webhook;
  readonly secret?: string | undefined;
}

/** Sets where the mandate hears of its warnings. Throws `invalid_request` for an address that Rappen does not call. */
export async function setWebhook(deps: WebhookDeps, by: AuditBy, url: string): Promise<WebhookChange> {
  const fault = faultOfAddress(url);
  if (fault) throw invalidRequest('body.url', FAULTS[fault]);
  return transaction(deps.db, async (tx) => {
    await lockMandate(tx, by.mandateId);
    const before = await findWebhook(tx, by.mandateId);
    await saveWebhook(tx, by.mandateId, url);
    const webhook = must(await findWebhook(tx, by.mandateId), 'the webhook');
    await recordAudit(tx, by, {
      action: 'webhook.set',
      subject: by.mandateId,
      before: { host: hostIn(before?.url) },
      after: { host: hostIn(url) },
    });
    const isNew = before?.url === undefined;
    return { webhook, secret: isNew ? secretText(deps, by.mandateId, webhook) : undefined };
  });
}

const FAULTS = {
  not_an_address: 'must be an address such as https://example.com/hooks',
  not_https: 'must begin with https://',
  port: 'must have no port, 443, or one above 1024',
  credentials: 'must not hold a user name or password',
  private_address: 'must be reachable on the public internet',
} as const;

/** Makes a new secret; the old one signs too for a day. Throws `not_found`. */
export async function renewWebhookSecret(deps: WebhookDeps, by: AuditBy): Promise<WebhookChange> {
  return transaction(deps.db, async (tx) => {
    await lockMandate(tx, by.mandateId);
    await requireWebhook(tx, by.mandateId);
    await nextWebhookSecret(tx, by.mandateId);
    const webhook = await requireWebhook(tx, by.mandateId);
    await recordAudit(tx, by, { action: 'webhook.secret_renewed', subject: by.mandateId });
    return { webhook, secret: secretText(deps, by.mandateId, webhook) };
  });
}

/** What waits is given up. Throws `not_found`. */
export async function removeWebhook({ db }: WebhookDeps, by: AuditBy): Promise<void> {
  await transaction(db, async (tx) => {
    await lockMandate(tx, by.mandateId);
    const { url } = await requireWebhook(tx, by.mandateId);
    await saveWebhook(tx, by.mandateId, undefined);
    const before = { host: hostIn(url) };
    await recordAudit(tx, by, { action: 'webhook.removed', subject: by.mandateId, before });
  });
}

/** Sends a message that says that it is a test. Throws `not_found`. */
export async function sendTestEvent({ db }: WebhookDeps, mandateId: MandateId): Promise<DeliveryId> {
  return transaction(db, async (tx) => {
    await requireWebhook(tx, mandateId);
    const id = await insertDelivery(tx, mandateId, { type: 'webhook.test', data: { mandateId } });
    await queueDelivery(tx, mandateId, id);
    return id;
  });
}

async function requireWebhook(db: Db, mandateId: MandateId): Promise<Webhook> {
  const webhook = await findWebhook(db, mandateId);
  if (webhook?.url === undefined) throw new AppError('not_found');
  return webhook;
}

function secretText(
  { sessionSecret }: WebhookDeps,
  mandateId: MandateId,
  { secretVersion }: Webhook,
): string {
  return webhookSecretText(secretOfVersion(sessionSecret, mandateId, secretVersion));
}

/** Of the address only where it leads: path and query may hold a password. */
function hostIn(url: string | undefined): string | null {
  return url === undefined ? null : new URL(url).host;
}
