import { z } from 'zod';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '#kernel/password-length.ts';

/** What pages send to `/api/auth/...`. */

const email = z.email('must be an e-mail address').max(254).toLowerCase();
const password = z.string().min(1).max(MAX_PASSWORD_LENGTH);
const newPassword = z.string().min(MIN_PASSWORD_LENGTH).max(MAX_PASSWORD_LENGTH);

export const signInBody = z.strictObject({ email, password });
export const emailBody = z.strictObject({ email });
export const passwordBody = z.strictObject({ password });
export const changePasswordBody = z.strictObject({ currentPassword: password, newPassword });
/** What a link of a mail carries; better-auth would ask the database even for a zero byte. */
const linkToken = z.string().regex(/^[A-Za-z0-9_-]{1,200}$/, 'is not one of a link');
export const setPasswordBody = z.strictObject({ token: linkToken, newPassword });
export const codeBody = z.strictObject({ code: z.string().regex(/^\d{6}$/, 'must be six digits') });
export const recoveryCodeBody = z.strictObject({ code: z.string().min(1).max(50) });
/** Where to go after the sign-in: a path of ours. */
export const singleSignOnBody = z.strictObject({
  callbackURL: z
    .string()
    .max(500)
    .regex(/^\/(?![/\\])[\w\-./~%?=&]*$/, 'must be a path of this address')
    .default('/'),
});
export const noBody = z.strictObject({});
