import { i18n } from '@lingui/core';
import type { Language } from '#kernel/language.ts';
import { LANGUAGES } from '#kernel/language.ts';

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

const TEXTS = {
  de: () => import('#web/texts/de.po'),
  en: () => import('#web/texts/en.po'),
  fr: () => import('#web/texts/fr.po'),
  it: () => import('#web/texts/it.po'),
} as const;

/** The language in which the page has begun: as chosen before, else the browser's (index.html decides). */
export function presentLanguage(): Language {
  const name = document.documentElement.lang;
  return LANGUAGES.find((known) => known === name) ?? 'en';
}

/** Loads the texts of a language and shows the page in it. */
export async function showLanguage(language: Language): Promise<void> {
  const { messages } = await TEXTS[language]();
  i18n.loadAndActivate({ locale: language, messages });
  document.documentElement.lang = language;
}

/** Shows the page in a language from now on, in this browser. */
export async function chooseLanguage(language: Language): Promise<void> {
  await showLanguage(language);
  keep(KEPT, language);
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // A browser that keeps nothing: it holds until the page is left.
  }
}
