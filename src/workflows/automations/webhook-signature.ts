import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { type AutomationId, type MandateId, uuidOf } from '#kernel/id.ts';

/** Standard Webhooks (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md). */
const TOLERANCE_S = 300;
const SECRET_BYTES = 24;

/** Whose secret it is. */
export interface SecretOf {
  readonly mandateId: MandateId;
  readonly id: AutomationId;
  readonly secretVersion: number;
}

/** Follows from the instance's own secret, so none has to be stored; another version is another secret. */
function secretBytes(sessionSecret: string, { mandateId, id, secretVersion }: SecretOf): Buffer {
  const info = `rappen automation webhook ${uuidOf(mandateId)} ${uuidOf(id)} ${secretVersion}`;
  return Buffer.from(hkdfSync('sha256', sessionSecret, 'rappen', info, SECRET_BYTES));
}

/** `whsec_...`, as libraries of the standard take it. */
export function webhookSecret(sessionSecret: string, of: SecretOf): string {
  return `whsec_${secretBytes(sessionSecret, of).toString('base64')}`;
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
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_S) return undefined;
  const expected = createHmac('sha256', secretBytes(sessionSecret, of))
    .update(`${id}.${timestamp}.`)
    .update(body)
    .digest();
  const isSigned = (signatures ?? '').split(' ').some((signature) => {
    const [version, text = ''] = signature.split(',');
    const given = Buffer.from(text, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
  return isSigned ? id : undefined;
}
