import { createHash } from 'node:crypto';
import type { AuthorizeRequest } from '#billing/ledger/ledger.ts';
import { invalidRequest } from '#kernel/error.ts';
import type { MeteredGatewayCall } from './gateway-call.ts';

/** Visible ASCII, as the database's column has it. */
const KEY = /^[\x21-\x7e]{1,255}$/;
/** 128 bits of SHA-256 as hex. */
const HASH_CHARACTERS = 32;
const NO_KEY = { requestHash: '0'.repeat(HASH_CHARACTERS) };

/**
 * The caller's `Idempotency-Key` and what it stands for: method, path and body. Without a key nothing is compared, and
 * so nothing is hashed.
 */
export function idempotencyOf(
  call: MeteredGatewayCall,
): Pick<AuthorizeRequest, 'idempotencyKey' | 'requestHash'> {
  const key = call.headers['idempotency-key'];
  if (key === undefined) return NO_KEY;
  if (typeof key !== 'string' || !KEY.test(key)) {
    throw invalidRequest('headers.idempotency-key', 'must be 1 to 255 visible ASCII characters');
  }
  const hash = createHash('sha256')
    .update(`${call.endpoint.method} ${call.provider.mountPath}${call.path}\n`)
    .update(call.body ?? '');
  return { idempotencyKey: key, requestHash: hash.digest('hex').slice(0, HASH_CHARACTERS) };
}
