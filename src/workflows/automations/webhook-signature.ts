import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import {
  WEBHOOK_TOLERANCE_S,
  webhookMac,
  webhookSecretOf,
  webhookSecretText,
} from '#http/standard-webhook.ts';
import { type AutomationId, type MandateId, uuidOf } from '#kernel/id.ts';

/** Whose secret it is. */
export interface SecretOf {
  readonly mandateId: MandateId;
  readonly id: AutomationId;
  readonly secretVersion: number;
}

/** Another version is another secret. */
function secretBytes(sessionSecret: string, { mandateId, id, secretVersion }: SecretOf): Buffer {
  const purpose = `rappen automation webhook ${uuidOf(mandateId)} ${uuidOf(id)} ${secretVersion}`;
  return webhookSecretOf(sessionSecret, purpose);
}

/** `whsec_...`, as libraries of the standard take it. */
export function webhookSecret(sessionSecret: string, of: SecretOf): string {
  return webhookSecretText(secretBytes(sessionSecret, of));
}

export interface SignedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** The id of the message, if it is signed by whoever has the secret, and not old. Undefined: it is not. */
export function verifiedMessageId(
  sessionSecret: string,
  of: SecretOf,
  { headers, body }: SignedRequest,
  now: Date,
): string | undefined {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    String(headers[name] ?? ''),
  );
  if (of.secretVersion === 0 || !id || id.length > 200 || !/^\d{1,12}$/.test(timestamp ?? ''))
    return undefined;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > WEBHOOK_TOLERANCE_S) return undefined;
  const expected = webhookMac(secretBytes(sessionSecret, of), id, timestamp ?? '', body);
  const isSigned = (signatures ?? '').split(' ').some((signature) => {
    const [version, text = ''] = signature.split(',');
    const given = Buffer.from(text, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
  return isSigned ? id : undefined;
}
