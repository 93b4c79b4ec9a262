import { z } from 'zod';
import { invalidRequest } from '#kernel/error.ts';
import { PLAIN_LINE } from '#kernel/plain-line.ts';

// The pattern by which better-auth judges the address of who signs in: another one could never do so.
const EMAIL = z.email();
const MAX_EMAIL_LENGTH = 254;
const MAX_NAME_LENGTH = 200;

/** An address in lower case, which is how addresses are compared; whether it exists only a mail can tell. Throws `invalid_request`. */
export function readEmail(path: string, text: string): string {
  const email = text.trim().toLowerCase();
  if (email.length <= MAX_EMAIL_LENGTH && EMAIL.safeParse(email).success) return email;
  throw invalidRequest(path, 'must be an e-mail address');
}

/** The name of a mandate, a user or a key: 1 to 200 characters, no control characters. Throws `invalid_request`. */
export function readName(path: string, text: string): string {
  const name = text.trim();
  if (name !== '' && [...name].length <= MAX_NAME_LENGTH && PLAIN_LINE.test(name)) return name;
  throw invalidRequest(path, 'must have 1 to 200 characters, and no control characters');
}
