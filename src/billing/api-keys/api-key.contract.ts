import { z } from 'zod';
import {
  chfNotNegative,
  chfText,
  instant,
  instantText,
  keyIdText,
  lineText,
  mandateIdText,
  nextCursor,
  paging,
  providerName,
  userIdText,
} from '#http/common.contract.ts';

const scope = z.enum(['call', 'billing:read', 'billing:write', 'admin']);

export const ownKeysQuery = z.strictObject(paging);
export const keysQuery = z.strictObject({
  ...paging,
  user: userIdText.optional().meta({ description: 'Only the keys of this user' }),
});
export const ownKeyParams = z.object({ keyId: keyIdText });
export const keyParams = z.object({ mandateId: mandateIdText, keyId: keyIdText });

export const newKeyBody = z.strictObject({
  name: lineText(200),
  scopes: z.array(scope).min(1).max(4).default(['call']),
  providers: z
    .array(providerName)
    .min(1)
    .max(20)
    .optional()
    .meta({ description: 'Only these providers; default: all that the role allows' }),
  expiresAt: instant.optional().meta({ description: 'Default: never' }),
  monthlyLimitChf: chfNotNegative.optional().meta({ description: 'Default: no limit of its own' }),
});

export const keyNameBody = z.strictObject({ name: lineText(200) });

export const keyAnswer = z.object({
  id: keyIdText,
  name: z.string(),
  last4: z.string().meta({ description: 'The last four characters of the key' }),
  state: z.enum(['active', 'expired', 'revoked']),
  scopes: z.array(scope),
  providers: z.array(z.string()).nullable().meta({ description: 'Null: all that the role allows' }),
  monthlyLimitChf: chfText.nullable(),
  createdAt: instantText,
  expiresAt: instantText.nullable(),
  revokedAt: instantText.nullable(),
  lastUsedAt: instantText
    .nullable()
    .meta({ description: 'Of the newest call that was charged; null: none was' }),
  issuedByKeyId: keyIdText
    .nullable()
    .meta({ description: 'The key that issued it, and ends it when it ends' }),
});
export const keysAnswer = z.object({ apiKeys: z.array(keyAnswer), nextCursor });

export const newKeyAnswer = keyAnswer.extend({
  key: z.string().meta({ description: 'The key itself, which is shown only here' }),
});

/** A key as the administrators of its mandate see it. */
const keyOfUserAnswer = keyAnswer.extend({
  user: z.object({ id: userIdText, email: z.string(), name: z.string() }),
});
export const keysOfUsersAnswer = z.object({ apiKeys: z.array(keyOfUserAnswer), nextCursor });
