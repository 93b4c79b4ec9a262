import { escapeHtml } from '#kernel/html.ts';
import type { Language } from '#kernel/language.ts';
import type { MailFile } from './mail-file.ts';
import { fillText, type MarkValues } from './mail-marks.ts';
import { UNSUBSCRIBE_PATH } from './unsubscribe-link.ts';

/** A mail as it is handed over. */
export interface OutgoingMail {
  /** The same for every attempt, so that who gets one twice can tell. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string | undefined;
  readonly language?: Language | undefined;
  readonly files?: readonly MailFile[];
  /** Where its reader asks for no more of them; undefined: it is not of a kind that can be left. */
  readonly unsubscribeUrl?: string | undefined;
}

export interface MailSender {
  /** Undefined: only the address. */
  readonly name: string | undefined;
  readonly address: string;
}

/** Who sends, where no name is set. */
const DEFAULT_NAME = 'Rappen';

function operatorName(from: MailSender): string {
  return from.name ?? DEFAULT_NAME;
}

/** What marks stand for where a mail is shown in the administration: its link unsubscribes nobody. */
export function shownMarks(from: MailSender | undefined, publicUrl: string): MarkValues {
  return {
    operatorName: from === undefined ? DEFAULT_NAME : operatorName(from),
    unsubscribeUrl: `${publicUrl}${UNSUBSCRIBE_PATH}`,
  };
}

/** The message for nodemailer: multipart/mixed with the files, in it multipart/alternative, in it multipart/related with pictures; less where there is less. */
export function messageOf(mail: OutgoingMail, from: MailSender) {
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  const { id, to, subject, files = [], unsubscribeUrl } = mail;
  const contentIdOf = (name: string) => `${name}.${id}@${domain}`;
  const marks = { operatorName: operatorName(from), unsubscribeUrl: unsubscribeUrl ?? '' };
  const html = mail.html === undefined ? undefined : fillHtml(mail.html, marks);
  return {
    messageId: `<${id}@${domain}>`,
    from: { name: operatorName(from), address: from.address },
    to: { name: '', address: to },
    subject,
    text: fillText(mail.text, marks),
    ...(html === undefined ? {} : { html: withContentIds(html, contentIdOf) }),
    attachments: files.map(({ name, contentType, content, contentId }) => ({
      filename: name,
      contentType: contentType === 'text/csv' ? 'text/csv; charset=utf-8' : contentType,
      content,
      ...(contentId === undefined
        ? {}
        : { cid: contentIdOf(contentId), contentDisposition: 'inline' as const }),
    })),
    headers: {
      // Nobody shall answer with "I am on holiday" (RFC 3834).
      'auto-submitted': 'auto-generated',
      ...(mail.language === undefined ? {} : { 'content-language': mail.language }),
      ...(unsubscribeUrl === undefined ? {} : listHeaders(unsubscribeUrl)),
    },
  };
}

/** HTML with its marks filled. */
export function fillHtml(html: string, { operatorName: name, unsubscribeUrl }: MarkValues): string {
  return fillText(html, { operatorName: escapeHtml(name), unsubscribeUrl: escapeHtml(unsubscribeUrl) });
}

/** RFC 2369 and 8058: a mail program offers to unsubscribe by itself. By one press only over https. */
function listHeaders(url: string): Record<string, string> {
  return {
    'list-unsubscribe': `<${url}>`,
    ...(url.startsWith('https:') ? { 'list-unsubscribe-post': 'List-Unsubscribe=One-Click' } : {}),
  };
}

/** Content ids are unique in the world (RFC 2392): those of a template are not. */
function withContentIds(html: string, contentIdOf: (name: string) => string): string {
  return html.replace(/src="cid:([a-z0-9.-]+)"/g, (_, name: string) => `src="cid:${contentIdOf(name)}"`);
}
