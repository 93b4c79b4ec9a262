import type { Language } from '#kernel/language.ts';
import { type ComposedMail, composeMail } from '#mail/layout/compose-mail.ts';
import type { MailTemplate } from '#mail/mail-template.ts';
import { PASSWORD_MAIL_TEXTS } from './password-mail-texts.ts';

export interface PasswordMail extends ComposedMail {
  readonly subject: string;
}

interface MailFacts {
  readonly name: string;
  readonly link: string;
}

/** To somebody whom an administrator made a user: the link sets the first password. */
export function invitationMail(
  language: Language,
  { name, link, days }: MailFacts & { readonly days: number },
): PasswordMail {
  const { greeting, invitation } = PASSWORD_MAIL_TEXTS[language];
  const content = composeMail(language, {
    title: invitation.subject,
    preheader: invitation.isFor,
    blocks: [
      { kind: 'paragraph', text: greeting(name) },
      { kind: 'paragraph', text: invitation.isFor },
      { kind: 'button', label: invitation.button, href: link },
      { kind: 'note', text: `${invitation.validity(days)}\n${invitation.notExpected}` },
    ],
  });
  return { subject: invitation.subject, ...content };
}

/** To somebody who has forgotten the password. */
export function resetMail(
  language: Language,
  { name, link, minutes }: MailFacts & { readonly minutes: number },
): PasswordMail {
  const { greeting, reset } = PASSWORD_MAIL_TEXTS[language];
  const content = composeMail(language, {
    title: reset.subject,
    preheader: reset.isFor,
    blocks: [
      { kind: 'paragraph', text: greeting(name) },
      { kind: 'paragraph', text: reset.isFor },
      { kind: 'button', label: reset.button, href: link },
      { kind: 'note', text: `${reset.validity(minutes)}\n${reset.notYou}` },
    ],
  });
  return { subject: reset.subject, ...content };
}

const SAMPLE = { name: 'Anna Keller', link: 'https://rappen.example/set-password?token=sample' };

export const invitationTemplate: MailTemplate = {
  name: 'invitation',
  kind: 'invitation',
  sample: (language) => invitationMail(language, { ...SAMPLE, days: 7 }),
};

export const resetTemplate: MailTemplate = {
  name: 'password_reset',
  kind: 'password_reset',
  sample: (language) => resetMail(language, { ...SAMPLE, minutes: 60 }),
};
