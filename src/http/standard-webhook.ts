import { createHmac, hkdfSync } from 'node:crypto';

/** Standard Webhooks (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md). */
export const WEBHOOK_TOLERANCE_S = 300;
const SECRET_BYTES = 24;

/**
 * A secret that follows from the instance's own, so none has to be stored. `purpose` says whose it is, with a version: another
 * purpose is another secret.
 */
export function webhookSecretOf(sessionSecret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', sessionSecret, 'rappen', purpose, SECRET_BYTES));
}

/** `whsec_...`, as libraries of the standard take it. */
export function webhookSecretText(secret: Buffer): string {
  return `whsec_${secret.toString('base64')}`;
}

/** What signs a message: the id, the second of its sending and its bytes. */
export function webhookMac(secret: Buffer, id: string, timestamp: string, body: Buffer): Buffer {
  return createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body).digest();
}

/** The headers of a message that goes out, signed with each of the secrets. */
export function signedHeaders(secrets: readonly Buffer[], id: string, body: Buffer, now: Date) {
  const timestamp = Math.floor(now.getTime() / 1000).toString();
  const signatures = secrets.map(
    (secret) => `v1,${webhookMac(secret, id, timestamp, body).toString('base64')}`,
  );
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}
