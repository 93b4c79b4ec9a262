import type { Language } from '#kernel/language.ts';
import type { MailKind } from './mail.ts';
import type { MailFile } from './mail-file.ts';

/**
 * A kind of mail as the administration shows it: with sample facts, made by the same code that writes the real one. Each part
 * has its own beside that code, and a line in `src/mail-templates.ts`.
 */
export interface MailTemplate {
  /** Unique; small letters and `_`. One kind can have several: `balance_empty`. */
  readonly name: string;
  readonly kind: MailKind;
  /** The same each time, so that its picture can be compared. */
  sample(language: Language): SampleMail | Promise<SampleMail>;
}

export interface SampleMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Has a link to leave the reports. */
  readonly canUnsubscribe?: boolean | undefined;
  /** Pictures that the HTML shows, and what is attached. */
  readonly files?: readonly MailFile[] | undefined;
}
