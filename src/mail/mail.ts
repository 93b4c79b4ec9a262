import { assert } from '#kernel/assert.ts';
import { invalidRequest } from '#kernel/error.ts';
import type { MandateId } from '#kernel/id.ts';
import type { Language } from '#kernel/language.ts';
import { isMailAddress } from './mail-address.ts';
import { type MailFile, readMailFiles } from './mail-file.ts';
import { plainText } from './mail-marks.ts';
import type { MAIL_KINDS, MAIL_STATES } from './outbox.contract.ts';

/** A mail to one person. `composeMail` makes `text`, `html`, `language` and `canUnsubscribe` of blocks. */
export interface NewMail {
  /** The mandate that it is about. */
  readonly mandateId?: MandateId | undefined;
  readonly to: string;
  /** One line; longer ones are cut. */
  readonly subject: string;
  readonly text: string;
  /** The same for programs that show it. */
  readonly html?: string | undefined;
  readonly language?: Language | undefined;
  /** At most 10, of 15 MiB together. */
  readonly files?: readonly MailFile[] | undefined;
  readonly kind: MailKind;
  /** The text holds a link or a code that opens something: it is not kept once it is sent. Such a mail has no files. */
  readonly holdsSecret: boolean;
  /**
   * What happened, for at most one mail to each recipient: `report:mnd_...:2026-11`. A second one is not written, whichever
   * process asks. It names the mandate, since it counts over all of them.
   */
  readonly eventKey?: string | undefined;
  /** Its reader can ask for no more of them: `monthly_report` alone, which has a mandate. */
  readonly canUnsubscribe?: boolean | undefined;
}

export type MailKind = (typeof MAIL_KINDS)[number];
export type MailState = (typeof MAIL_STATES)[number];

/** What is left of a text that held a secret. */
export const SECRET_NOTE = 'This text held a secret, and is not kept.';
/** A mail is tried so often; with the queue's waits that is about two days. */
export const MOST_ATTEMPTS = 12;

const MAX_SUBJECT_LENGTH = 200;
const MAX_TEXT_LENGTH = 100_000;
const MAX_HTML_LENGTH = 300_000;

/**
 * The mail as it may be sent. The subject may come of names that people chose: whatever could end its header line
 * becomes a space. Throws `invalid_request` where the address is none, or the files are too many or too large.
 */
export function readMail(mail: NewMail): NewMail {
  if (!isMailAddress(mail.to)) throw invalidRequest('email', 'must be an e-mail address');
  checkUse(mail);
  const html = mail.html?.replaceAll('\0', '');
  // Cut, it would be broken.
  if (html !== undefined && html.length > MAX_HTML_LENGTH) throw invalidRequest('html', 'is too long');
  return {
    ...mail,
    subject: oneLine(mail.subject, MAX_SUBJECT_LENGTH),
    // PostgreSQL keeps no zero bytes.
    text: cut(mail.text.replaceAll('\0', ''), MAX_TEXT_LENGTH),
    html,
    files: readMailFiles(mail.files ?? []),
  };
}

function checkUse({ holdsSecret, files = [], canUnsubscribe, kind, mandateId, eventKey }: NewMail): void {
  assert(!holdsSecret || files.length === 0, 'a mail with a secret has no files');
  assert(kind !== 'monthly_report' || mandateId !== undefined, 'a report has a mandate');
  assert(canUnsubscribe !== true || kind === 'monthly_report', 'only reports can be left');
  assert(eventKey === undefined || /^[!-~]{1,200}$/.test(eventKey), 'an event key is one plain word');
}

function oneLine(text: string, most: number): string {
  const line = plainText(text)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
  return line === '' ? 'Rappen' : cut(line, most);
}

/** By characters, as PostgreSQL counts them, so that no half of one is left. */
export function cut(text: string, most: number): string {
  const characters = [...text.slice(0, 2 * most)];
  return characters.length <= most && text.length <= 2 * most ? text : characters.slice(0, most).join('');
}
