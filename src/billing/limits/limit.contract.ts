import { z } from 'zod';
import {
  automationIdText,
  chfNotNegative,
  chfText,
  keyIdText,
  limitIdText,
  mandateIdText,
  nextCursor,
  paging,
  userIdText,
} from '#http/common.contract.ts';

export const limitsQuery = z.strictObject(paging);
export const userLimitParams = z.object({ mandateId: mandateIdText, userId: userIdText });
export const keyLimitParams = z.object({ mandateId: mandateIdText, keyId: keyIdText });
export const limitBody = z.strictObject({ monthlyChf: chfNotNegative });

export const limitAnswer = z.object({
  id: limitIdText,
  scope: z.enum(['user', 'key', 'automation']),
  isInUse: z.boolean().meta({
    description: 'False: the user has left, the key is revoked or expired, or the automation is gone',
  }),
  user: z
    .object({ id: userIdText, email: z.string(), name: z.string() })
    .nullable()
    .meta({ description: 'The user who is limited, or whose key or automation is' }),
  apiKey: z
    .object({ id: keyIdText, name: z.string(), last4: z.string() })
    .nullable()
    .meta({ description: 'The key that is limited' }),
  automation: z
    .object({ id: automationIdText, name: z.string() })
    .nullable()
    .meta({ description: 'The automation that is limited; its limit is set with the automation itself' }),
  monthlyChf: chfText,
  usedChf: chfText.meta({ description: 'In this calendar month (Europe/Zurich), since the limit was set' }),
  heldChf: chfText.meta({ description: 'For calls that run' }),
  leftChf: chfText.meta({ description: 'For new calls; never negative' }),
});
export const limitsAnswer = z.object({ limits: z.array(limitAnswer), nextCursor });
