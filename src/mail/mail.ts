import { invalidRequest } from '#kernel/error.ts';
import type { MandateId } from '#kernel/id.ts';
import { isMailAddress } from './mail-address.ts';
import type { MAIL_KINDS, MAIL_STATES } from './outbox.contract.ts';

/** A mail to one person. Text only. */
export interface NewMail {
  /** The mandate that it is about. */
  readonly mandateId?: MandateId | undefined;
  readonly to: string;
  /** One line; longer ones are cut. */
  readonly subject: string;
  readonly text: string;
  readonly kind: MailKind;
  /** The text holds a link or a code that opens something: it is not kept once it is sent. */
  readonly holdsSecret: boolean;
}

export type MailKind = (typeof MAIL_KINDS)[number];
export type MailState = (typeof MAIL_STATES)[number];

/** What is left of a text that held a secret. */
export const SECRET_NOTE = 'This text held a secret, and is not kept.';
/** A mail is tried so often; with the queue's waits that is about two days. */
export const MOST_ATTEMPTS = 12;

const MAX_SUBJECT_LENGTH = 200;
const MAX_TEXT_LENGTH = 100_000;

/**
 * The mail as it may be sent. The subject may come of names that people chose: whatever could end its header line
 * becomes a space. Throws `invalid_request` where the address is none.
 */
export function readMail(mail: NewMail): NewMail {
  if (!isMailAddress(mail.to)) throw invalidRequest('email', 'must be an e-mail address');
  return {
    ...mail,
    subject: oneLine(mail.subject, MAX_SUBJECT_LENGTH),
    // PostgreSQL keeps no zero bytes.
    text: cut(mail.text.replaceAll('\0', ''), MAX_TEXT_LENGTH),
  };
}

function oneLine(text: string, most: number): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return line === '' ? 'Rappen' : cut(line, most);
}

/** By characters, as PostgreSQL counts them, so that no half of one is left. */
export function cut(text: string, most: number): string {
  const characters = [...text.slice(0, 2 * most)];
  return characters.length <= most && text.length <= 2 * most ? text : characters.slice(0, most).join('');
}
