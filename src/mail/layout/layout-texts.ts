import type { Language } from '#kernel/language.ts';

interface LayoutTexts {
  /** After a label. */
  readonly colon: string;
  readonly isAutomatic: string;
  /** Before the link. */
  readonly noMoreReports: string;
}

/** What stands at the end of every mail. */
export const LAYOUT_TEXTS: Readonly<Record<Language, LayoutTexts>> = {
  de: {
    colon: ':',
    isAutomatic: 'Diese Nachricht wurde automatisch versandt.',
    noMoreReports: 'Keine Berichte mehr an diese Adresse',
  },
  en: {
    colon: ':',
    isAutomatic: 'This message was sent automatically.',
    noMoreReports: 'No more reports to this address',
  },
  fr: {
    colon: '\u00a0:',
    isAutomatic: 'Ce message a été envoyé automatiquement.',
    noMoreReports: 'Ne plus recevoir de rapports à cette adresse',
  },
  it: {
    colon: ':',
    isAutomatic: 'Questo messaggio è stato inviato automaticamente.',
    noMoreReports: 'Non inviare più rapporti a questo indirizzo',
  },
};
