import { useLingui } from '@lingui/react/macro';
import { useRouter } from '@tanstack/react-router';
import { CircleUser, KeyRound } from 'lucide-react';
import { useActing } from '#web/features/me/use-acting.ts';
import { navigationFor } from '../navigation.ts';
import { ENTRY_LOOKS, GROUP_TEXTS } from '../navigation-texts.ts';
import type { PaletteCommand } from './palette-command.ts';

/** Every page that this person may use. */
export function usePageCommands(): readonly PaletteCommand[] {
  const { t } = useLingui();
  const { may } = useActing();
  const router = useRouter();
  const listed = navigationFor(may).flatMap(({ name, entries }) =>
    entries.map(({ to }) => ({
      id: to,
      text: t(ENTRY_LOOKS[to].text),
      hint: t(GROUP_TEXTS[name]),
      icon: ENTRY_LOOKS[to].icon,
      act: () => void router.navigate({ to }),
    })),
  );
  return [
    ...listed,
    {
      id: '/account',
      text: t`My account`,
      icon: CircleUser,
      act: () => void router.navigate({ to: '/account' }),
    },
    {
      id: '/account/api-keys',
      text: t`My API keys`,
      icon: KeyRound,
      act: () => void router.navigate({ to: '/account/api-keys' }),
    },
  ];
}
