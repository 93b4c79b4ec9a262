import { useLingui } from '@lingui/react/macro';
import { useFilter } from 'react-aria-components';
import type { ShellDialogProps } from '../shell-dialogs.tsx';
import type { PaletteCommand, PaletteGroup } from './palette-command.ts';
import { useActionCommands } from './use-action-commands.ts';
import { useBookingCommands } from './use-booking-commands.ts';
import { useMandateCommands } from './use-mandate-commands.ts';
import { usePageCommands } from './use-page-commands.ts';

/** What the palette offers for what was typed, in groups; those without anything are left out. */
export function usePaletteGroups(text: string, onOpen: ShellDialogProps['onOpen']): readonly PaletteGroup[] {
  const { t } = useLingui();
  const { contains } = useFilter({ sensitivity: 'base' });
  const words = text.trim().split(/\s+/);
  const matching = (commands: readonly PaletteCommand[]) =>
    commands.filter(({ text: own }) => words.every((word) => contains(own, word)));
  const bookings = useBookingCommands(text);
  const pages = matching(usePageCommands());
  // The server has searched them already.
  const mandates = useMandateCommands(text);
  const actions = matching(useActionCommands(onOpen));
  return [
    { id: 'bookings', title: t`Bookings`, commands: bookings },
    { id: 'pages', title: t`Pages`, commands: pages },
    { id: 'mandates', title: t`Mandates`, commands: mandates },
    { id: 'actions', title: t`Actions`, commands: actions },
  ].filter(({ commands }) => commands.length > 0);
}
