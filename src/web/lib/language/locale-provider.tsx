import { useLingui } from '@lingui/react';
import type { ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components';
import { LANGUAGES } from '#kernel/language.ts';
import { LOCALES } from './page-language.ts';

/** Tells React Aria in which language its own labels are, and how dates are written. */
export function LocaleProvider({ children }: { readonly children: ReactNode }) {
  const { i18n } = useLingui();
  const language = LANGUAGES.find((known) => known === i18n.locale) ?? 'en';
  return <I18nProvider locale={LOCALES[language]}>{children}</I18nProvider>;
}
