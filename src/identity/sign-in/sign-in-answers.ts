import { z } from 'zod';
import { idOf } from '#kernel/id.ts';

/**
 * better-auth's answers as ours: ids with their prefix, and without the session's token, which belongs into the cookie alone,
 * where no script reads it.
 */
export const ANSWERS = {
  done: () => ({}),
  signedIn: (json: unknown) => ({ secondFactorRequired: WAITING.safeParse(json).success }),
  session: (json: unknown) => {
    const { session, user } = SESSION.parse(json) ?? {};
    if (!session || !user) return { session: null };
    const { id, name, email, language, twoFactorEnabled } = user;
    return {
      session: {
        userId: idOf('usr', id),
        name,
        email,
        language,
        twoFactorEnabled,
        expiresAt: session.expiresAt,
      },
    };
  },
  enrolled: (json: unknown) => {
    const { totpURI, backupCodes } = ENROLLED.parse(json);
    return { totpUri: totpURI, recoveryCodes: backupCodes };
  },
  recoveryCodes: (json: unknown) => ({ recoveryCodes: RECOVERY_CODES.parse(json).backupCodes }),
  address: (json: unknown) => ({ url: ADDRESS.parse(json).url }),
} as const;

const WAITING = z.object({ twoFactorRedirect: z.literal(true) });
const SESSION = z
  .object({
    session: z.object({ expiresAt: z.string() }),
    user: z.object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      language: z.string(),
      twoFactorEnabled: z.boolean(),
    }),
  })
  .nullable();
const ENROLLED = z.object({ totpURI: z.string(), backupCodes: z.array(z.string()) });
const RECOVERY_CODES = z.object({ backupCodes: z.array(z.string()) });
const ADDRESS = z.object({ url: z.string() });
