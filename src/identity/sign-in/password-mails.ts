import type { Language } from '#kernel/language.ts';

export interface MailText {
  readonly subject: string;
  readonly text: string;
}

interface MailFacts {
  readonly name: string;
  readonly link: string;
}

/** To somebody whom an administrator made a user: the link sets the first password. */
export function invitationMail(language: Language, facts: MailFacts & { readonly days: number }): MailText {
  return INVITATIONS[language](facts);
}

/** To somebody who has forgotten the password. */
export function resetMail(language: Language, facts: MailFacts & { readonly minutes: number }): MailText {
  return RESETS[language](facts);
}

const INVITATIONS: Readonly<Record<Language, (facts: MailFacts & { readonly days: number }) => MailText>> = {
  de: ({ name, link, days }) => ({
    subject: 'Einladung zu Rappen',
    text: paragraphs(
      `Guten Tag ${name}`,
      'Für Sie wurde ein Zugang zu Rappen eingerichtet. Setzen Sie hier Ihr Passwort:',
      link,
      `Der Link gilt ${days} Tage und nur einmal.`,
      'Wenn Sie diese Einladung nicht erwartet haben, müssen Sie nichts tun.',
    ),
  }),
  en: ({ name, link, days }) => ({
    subject: 'Invitation to Rappen',
    text: paragraphs(
      `Hello ${name}`,
      'You have been given access to Rappen. Set your password here:',
      link,
      `The link is valid for ${days} days and works once.`,
      'If you did not expect this invitation, there is nothing you need to do.',
    ),
  }),
  fr: ({ name, link, days }) => ({
    subject: 'Invitation à Rappen',
    text: paragraphs(
      `Bonjour ${name}`,
      'Un accès à Rappen a été créé pour vous. Définissez votre mot de passe ici :',
      link,
      `Le lien est valable ${days} jours et ne peut être utilisé qu’une seule fois.`,
      'Si vous n’attendiez pas cette invitation, vous n’avez rien à faire.',
    ),
  }),
  it: ({ name, link, days }) => ({
    subject: 'Invito a Rappen',
    text: paragraphs(
      `Buongiorno ${name}`,
      'È stato creato per lei un accesso a Rappen. Imposti qui la sua password:',
      link,
      `Il link è valido per ${days} giorni e può essere usato una sola volta.`,
      'Se non si aspettava questo invito, non deve fare nulla.',
    ),
  }),
};

const RESETS: Readonly<Record<Language, (facts: MailFacts & { readonly minutes: number }) => MailText>> = {
  de: ({ name, link, minutes }) => ({
    subject: 'Neues Passwort für Rappen',
    text: paragraphs(
      `Guten Tag ${name}`,
      'Jemand, vermutlich Sie, möchte Ihr Passwort für Rappen neu setzen. Das geht hier:',
      link,
      `Der Link gilt ${minutes} Minuten und nur einmal. Danach sind Sie überall abgemeldet.`,
      'Wenn Sie das nicht waren, müssen Sie nichts tun: Ihr Passwort bleibt, wie es ist.',
    ),
  }),
  en: ({ name, link, minutes }) => ({
    subject: 'New password for Rappen',
    text: paragraphs(
      `Hello ${name}`,
      'Someone, presumably you, wants to set a new password for your access to Rappen. You can do so here:',
      link,
      `The link is valid for ${minutes} minutes and works once. You will be signed out everywhere.`,
      'If this was not you, there is nothing you need to do: your password stays as it is.',
    ),
  }),
  fr: ({ name, link, minutes }) => ({
    subject: 'Nouveau mot de passe pour Rappen',
    text: paragraphs(
      `Bonjour ${name}`,
      'Quelqu’un, probablement vous, souhaite définir un nouveau mot de passe pour votre accès à Rappen. C’est ici :',
      link,
      `Le lien est valable ${minutes} minutes et ne peut être utilisé qu’une seule fois. Vous serez déconnecté partout.`,
      'Si ce n’était pas vous, vous n’avez rien à faire : votre mot de passe reste inchangé.',
    ),
  }),
  it: ({ name, link, minutes }) => ({
    subject: 'Nuova password per Rappen',
    text: paragraphs(
      `Buongiorno ${name}`,
      'Qualcuno, presumibilmente lei, vuole impostare una nuova password per il suo accesso a Rappen. Può farlo qui:',
      link,
      `Il link è valido per ${minutes} minuti e può essere usato una sola volta. Sarà disconnesso ovunque.`,
      'Se non è stato lei, non deve fare nulla: la sua password resta invariata.',
    ),
  }),
};

function paragraphs(...lines: readonly string[]): string {
  return `${lines.join('\n\n')}\n`;
}
