import { useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { chooseTheme, THEMES, useTheme } from '#web/lib/theme/theme.ts';
import { MenuChoice } from '#web/ui/menu-button.tsx';
import { THEME_TEXTS } from './theme-texts.ts';

/** Light, dark, or as the device is. Part of a menu. */
export function ThemeChoice(): ReactElement {
  const { t } = useLingui();
  const theme = useTheme();
  return (
    <MenuChoice
      title={t`Theme`}
      value={theme}
      choices={THEMES.map((value) => ({ value, text: t(THEME_TEXTS[value]) }))}
      onChange={chooseTheme}
    />
  );
}
