import { z } from 'zod';
import {
  instantText,
  language,
  lineText,
  mandateIdText,
  nextCursor,
  paging,
  userIdText,
} from '#http/common.contract.ts';
import { providerVerdict, roleName } from '../roles/role.contract.ts';

/** Longer ones, and those that are none, are refused with the text of `readEmail`. */
const emailText = z
  .email()
  .max(254)
  .meta({ examples: ['anna@muster.example'] });

export const memberParams = z.object({ mandateId: mandateIdText, userId: userIdText });
export const membersQuery = z.strictObject({
  ...paging,
  q: lineText(100).optional().meta({ description: 'Part of the name or of the e-mail address' }),
});

export const memberAnswer = z.object({
  userId: userIdText,
  email: z.string(),
  name: z.string(),
  language,
  role: roleName,
  state: z.enum(['not_invited', 'invited', 'active']).meta({
    description:
      'not_invited: came over from another platform and has no invitation yet; invited: has not set a password yet',
  }),
  twoFactorEnabled: z.boolean(),
  memberSince: instantText,
});
export const membersAnswer = z.object({ users: z.array(memberAnswer), nextCursor });

export const inviteBody = z.strictObject({
  email: emailText,
  name: lineText(200).optional().meta({ description: 'Default: what stands before the @' }),
  role: roleName.default('user'),
  language: language.default('de').meta({ description: 'Of the invitation' }),
});

export const memberChange = z
  .strictObject({ role: roleName.optional(), name: lineText(200).optional() })
  .refine((change) => change.role !== undefined || change.name !== undefined, 'must change something');

/** Which providers a member may use, and why, or why not. */
export const abilitiesAnswer = z.object({
  userId: userIdText,
  role: roleName,
  abilities: z.array(z.string()),
  providers: z.array(providerVerdict),
});
