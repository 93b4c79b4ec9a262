import type { Language } from '#kernel/language.ts';

interface PasswordMailTexts {
  readonly greeting: (name: string) => string;
  readonly invitation: {
    readonly subject: string;
    readonly isFor: string;
    readonly button: string;
    readonly validity: (days: number) => string;
    readonly notExpected: string;
  };
  readonly reset: {
    readonly subject: string;
    readonly isFor: string;
    readonly button: string;
    readonly validity: (minutes: number) => string;
    readonly notYou: string;
  };
}

export const PASSWORD_MAIL_TEXTS: Readonly<Record<Language, PasswordMailTexts>> = {
  de: {
    greeting: (name) => `Guten Tag ${name}`,
    invitation: {
      subject: 'Einladung zu Rappen',
      isFor: 'Für Sie wurde ein Zugang zu Rappen eingerichtet. Setzen Sie jetzt Ihr Passwort.',
      button: 'Passwort setzen',
      validity: (days) => `Der Link gilt ${days} Tage und nur einmal.`,
      notExpected: 'Wenn Sie diese Einladung nicht erwartet haben, müssen Sie nichts tun.',
    },
    reset: {
      subject: 'Neues Passwort für Rappen',
      isFor: 'Jemand, vermutlich Sie, möchte Ihr Passwort für Rappen neu setzen.',
      button: 'Neues Passwort setzen',
      validity: (minutes) =>
        `Der Link gilt ${minutes} Minuten und nur einmal. Danach sind Sie überall abgemeldet.`,
      notYou: 'Wenn Sie das nicht waren, müssen Sie nichts tun: Ihr Passwort bleibt, wie es ist.',
    },
  },
  en: {
    greeting: (name) => `Hello ${name}`,
    invitation: {
      subject: 'Invitation to Rappen',
      isFor: 'You have been given access to Rappen. Set your password now.',
      button: 'Set the password',
      validity: (days) => `The link is valid for ${days} days and works once.`,
      notExpected: 'If you did not expect this invitation, there is nothing you need to do.',
    },
    reset: {
      subject: 'New password for Rappen',
      isFor: 'Someone, presumably you, wants to set a new password for your access to Rappen.',
      button: 'Set a new password',
      validity: (minutes) =>
        `The link is valid for ${minutes} minutes and works once. You will be signed out everywhere.`,
      notYou: 'If this was not you, there is nothing you need to do: your password stays as it is.',
    },
  },
  fr: {
    greeting: (name) => `Bonjour ${name}`,
    invitation: {
      subject: 'Invitation à Rappen',
      isFor: 'Un accès à Rappen a été créé pour vous. Définissez maintenant votre mot de passe.',
      button: 'Définir le mot de passe',
      validity: (days) => `Le lien est valable ${days} jours et ne peut être utilisé qu’une seule fois.`,
      notExpected: 'Si vous n’attendiez pas cette invitation, vous n’avez rien à faire.',
    },
    reset: {
      subject: 'Nouveau mot de passe pour Rappen',
      isFor:
        'Quelqu’un, probablement vous, souhaite définir un nouveau mot de passe pour votre accès à Rappen.',
      button: 'Définir un nouveau mot de passe',
      validity: (minutes) =>
        `Le lien est valable ${minutes} minutes et ne peut être utilisé qu’une seule fois. Vous serez déconnecté partout.`,
      notYou: 'Si ce n’était pas vous, vous n’avez rien à faire : votre mot de passe reste inchangé.',
    },
  },
  it: {
    greeting: (name) => `Buongiorno ${name}`,
    invitation: {
      subject: 'Invito a Rappen',
      isFor: 'È stato creato per lei un accesso a Rappen. Imposti ora la sua password.',
      button: 'Imposta la password',
      validity: (days) => `Il link è valido per ${days} giorni e può essere usato una sola volta.`,
      notExpected: 'Se non si aspettava questo invito, non deve fare nulla.',
    },
    reset: {
      subject: 'Nuova password per Rappen',
      isFor: 'Qualcuno, presumibilmente lei, vuole impostare una nuova password per il suo accesso a Rappen.',
      button: 'Imposta una nuova password',
      validity: (minutes) =>
        `Il link è valido per ${minutes} minuti e può essere usato una sola volta. Sarà disconnesso ovunque.`,
      notYou: 'Se non è stato lei, non deve fare nulla: la sua password resta invariata.',
    },
  },
};
