import { i18n } from '@lingui/core';
import type { Language } from '#kernel/language.ts';
import { LANGUAGES } from '#kernel/language.ts';
import { keepText, readKeptText } from '#web/lib/kept-text.ts';

/** How the languages call themselves. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  de: 'Deutsch',
  en: 'English',
  fr: 'Français',
  it: 'Italiano',
};

/** For React Aria: the order of a date's parts, the first day of the week. */
export const LOCALES: Readonly<Record<Language, string>> = {
  de: 'de-CH',
  en: 'en-GB',
  fr: 'fr-CH',
  it: 'it-CH',
};

const KEPT = 'rappen-language';

/** What the frame and the first page say. */
const FIRST_TEXTS = {
  de: () => import('#web/texts/first/de.po'),
  en: () => import('#web/texts/first/en.po'),
  fr: () => import('#web/texts/first/fr.po'),
  it: () => import('#web/texts/first/it.po'),
} as const;
/** What all other pages say. */
const OTHER_TEXTS = {
  de: () => import('#web/texts/rest/de.po'),
  en: () => import('#web/texts/rest/en.po'),
  fr: () => import('#web/texts/rest/fr.po'),
  it: () => import('#web/texts/rest/it.po'),
} as const;
let othersNeeded = false;

/** The language in which the page has begun: as chosen before, else the browser's (index.html decides). */
export function presentLanguage(): Language {
  const name = document.documentElement.lang;
  return LANGUAGES.find((known) => known === name) ?? 'en';
}

/** Loads the texts of a language and shows the page in it. */
export async function showLanguage(language: Language): Promise<void> {
  const loads = [FIRST_TEXTS[language](), ...(othersNeeded ? [OTHER_TEXTS[language]()] : [])];
  for (const { messages } of await Promise.all(loads)) i18n.load(language, messages);
  i18n.activate(language);
  document.documentElement.lang = language;
}

/** Loads, for the first page that is not the overview, what all pages say; from then on every language comes whole. */
export async function loadOtherTexts(): Promise<void> {
  othersNeeded = true;
  const language = presentLanguage();
  const { messages } = await OTHER_TEXTS[language]();
  i18n.load(language, messages);
}

/** Shows the page in a language from now on, in this browser. */
export async function chooseLanguage(language: Language): Promise<void> {
  await showLanguage(language);
  keepText(KEPT, language);
}

/** For a page that belongs to something that its reader has read in this language. What he has chosen himself stays. */
export async function offerLanguage(language: Language): Promise<void> {
  if (readKeptText(KEPT) === undefined && language !== presentLanguage()) await showLanguage(language);
}
