import { webhookSecretOf } from '#http/standard-webhook.ts';
import { type MandateId, uuidOf } from '#kernel/id.ts';
import type { DELIVERY_STATES, WEBHOOK_EVENTS } from './outgoing-webhook.contract.ts';

export type WebhookEventType = (typeof WEBHOOK_EVENTS)[number];

export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Where a mandate hears of its warnings. */
export interface Webhook {
  /** Undefined: nowhere, any more. */
  readonly url: string | undefined;
  readonly secretVersion: number;
  /** Until then the secret before this one signs too, so that the receiver has time to change it. */
  readonly oldSecretUntil: Date | undefined;
}

export const OLD_SECRET_LIVES_MS = 24 * 3_600_000;

export function secretOfVersion(sessionSecret: string, mandateId: MandateId, version: number): Buffer {
  return webhookSecretOf(sessionSecret, `rappen balance webhook ${uuidOf(mandateId)} ${version}`);
}

/** All that sign now, the newest first. */
export function signingSecrets(
  sessionSecret: string,
  mandateId: MandateId,
  { secretVersion, oldSecretUntil }: Webhook,
  now: Date,
): readonly Buffer[] {
  const isOldStillGood = oldSecretUntil !== undefined && oldSecretUntil > now && secretVersion > 1;
  const versions = isOldStillGood ? [secretVersion, secretVersion - 1] : [secretVersion];
  return versions.map((version) => secretOfVersion(sessionSecret, mandateId, version));
}
