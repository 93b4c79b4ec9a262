import { useLingui } from '@lingui/react/macro';
import { Keyboard, Languages, Link2, LogOut, SunMoon } from 'lucide-react';
import { LANGUAGES } from '#kernel/language.ts';
import { useSignOut } from '#web/features/me/use-sign-out.ts';
import { THEME_TEXTS } from '#web/features/preferences/theme-texts.ts';
import { useChooseLanguage } from '#web/features/preferences/use-choose-language.ts';
import { copyText } from '#web/lib/copy-text.ts';
import { LANGUAGE_NAMES, presentLanguage } from '#web/lib/language/page-language.ts';
import { notify } from '#web/lib/notices.ts';
import { chooseTheme, THEMES, useTheme } from '#web/lib/theme/theme.ts';
import type { ShellDialogProps } from '../shell-dialogs.tsx';
import type { PaletteCommand } from './palette-command.ts';

/** What can be done from anywhere. */
export function useActionCommands(onOpen: ShellDialogProps['onOpen']): readonly PaletteCommand[] {
  const { t } = useLingui();
  const signOut = useSignOut();
  return [
    { id: 'copy-link', text: t`Copy link to this page`, icon: Link2, act: useCopyAddress() },
    ...useThemeCommands(),
    ...useLanguageCommands(),
    { id: 'shortcuts', text: t`Keyboard shortcuts`, icon: Keyboard, act: () => onOpen('shortcuts') },
    { id: 'sign-out', text: t`Sign out`, icon: LogOut, act: signOut },
  ];
}

function useCopyAddress(): () => void {
  const { t } = useLingui();
  return async () => notify((await copyText(location.href)) ? t`Link copied` : t`Could not be copied`);
}

function useThemeCommands(): readonly PaletteCommand[] {
  const { t } = useLingui();
  const present = useTheme();
  return THEMES.filter((theme) => theme !== present).map((theme) => {
    const name = t(THEME_TEXTS[theme]);
    return { id: theme, text: t`Theme: ${name}`, icon: SunMoon, act: () => chooseTheme(theme) };
  });
}

function useLanguageCommands(): readonly PaletteCommand[] {
  const { t } = useLingui();
  const choose = useChooseLanguage();
  return LANGUAGES.filter((language) => language !== presentLanguage()).map((language) => {
    const name = LANGUAGE_NAMES[language];
    return { id: language, text: t`Language: ${name}`, icon: Languages, act: () => choose(language) };
  });
}
