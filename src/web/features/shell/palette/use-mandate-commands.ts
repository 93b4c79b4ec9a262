import { useLingui } from '@lingui/react/macro';
import { useRouter } from '@tanstack/react-router';
import { Building2 } from 'lucide-react';
import { useActing } from '#web/features/me/use-acting.ts';
import { useMandateHref } from '#web/features/me/use-mandate-href.ts';
import { useMandateChoices } from '../use-mandate-choices.ts';
import type { PaletteCommand } from './palette-command.ts';

const MOST = 8;

/** Other mandates with this in their names. */
export function useMandateCommands(text: string): readonly PaletteCommand[] {
  const { t } = useLingui();
  const router = useRouter();
  const { mandate } = useActing();
  const hrefOf = useMandateHref();
  const { choices } = useMandateChoices(text);
  return choices
    .filter(({ id }) => id !== mandate.id)
    .slice(0, MOST)
    .map(({ id, name, isVisit }) => ({
      id,
      text: name,
      hint: isVisit ? t`as the operator` : undefined,
      icon: Building2,
      act: () => void router.navigate({ href: hrefOf(id) }),
    }));
}
