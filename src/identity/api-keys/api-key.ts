import { createHash, randomBytes } from 'node:crypto';
import { idOf, type MandateId, uuidOf } from '#kernel/id.ts';
import type { Role } from '../permissions.ts';

/**
 * An API key is `rpn_` and, as base64url, the mandate's uuid (16 bytes) and 24 random bytes: it says by itself where
 * to look it up, so the look-up stays inside one mandate.
 */
const PREFIX = 'rpn_';
const MANDATE_BYTES = 16;
const RANDOM_BYTES = 24;
const KEY_TEXT = /^rpn_[A-Za-z0-9_-]{54}$/;

export const SCOPES = ['call', 'billing:read', 'billing:write', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** A key is never more than who holds it: scopes beyond the role's do not count. That a viewer may not call AI is a matter of permissions. */
const SCOPES_OF_ROLE: Readonly<Record<Role, readonly Scope[]>> = {
  system_administrator: SCOPES,
  mandate_admin: SCOPES,
  user: ['call', 'billing:read'],
  viewer: ['call', 'billing:read'],
};

export interface NewApiKey {
  /** Shown once, stored nowhere. */
  readonly text: string;
  readonly hash: Buffer;
  readonly last4: string;
}

export function makeApiKey(mandateId: MandateId): NewApiKey {
  const mandate = Buffer.from(uuidOf(mandateId).replaceAll('-', ''), 'hex');
  const text = PREFIX + Buffer.concat([mandate, randomBytes(RANDOM_BYTES)]).toString('base64url');
  return { text, hash: hashApiKey(text), last4: text.slice(-4) };
}

/** The mandate that the key claims to be of. Undefined: it cannot be a key of ours. */
export function mandateOfApiKey(text: string): MandateId | undefined {
  if (!KEY_TEXT.test(text)) return undefined;
  const hex = Buffer.from(text.slice(PREFIX.length), 'base64url').toString('hex', 0, MANDATE_BYTES);
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)];
  return idOf('mnd', uuid.join('-'));
}

/** SHA-256 of the whole text. */
export function hashApiKey(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

export function scopesWithin(role: Role, scopes: readonly Scope[]): readonly Scope[] {
  return scopes.filter((scope) => SCOPES_OF_ROLE[role].includes(scope));
}
