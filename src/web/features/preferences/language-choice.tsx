import { useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { LANGUAGES } from '#kernel/language.ts';
import { LANGUAGE_NAMES, presentLanguage } from '#web/lib/language/page-language.ts';
import { MenuChoice } from '#web/ui/menu-button.tsx';
import { useChooseLanguage } from './use-choose-language.ts';

/** The four languages, each by its own name. Part of a menu. */
export function LanguageChoice(): ReactElement {
  const { t } = useLingui();
  const choose = useChooseLanguage();
  return (
    <MenuChoice
      title={t`Language`}
      value={presentLanguage()}
      choices={LANGUAGES.map((language) => ({
        value: language,
        text: LANGUAGE_NAMES[language],
        lang: language,
      }))}
      onChange={choose}
    />
  );
}
