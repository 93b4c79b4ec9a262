import { useLingui } from '@lingui/react/macro';
import type { Choice } from '#web/ui/choice-field.tsx';
import type { MandateSort } from './mandates-search.ts';

/** Every order that the server knows, in words. */
export function useSortChoices(): readonly Choice<MandateSort>[] {
  const { t } = useLingui();
  return [
    { value: 'risk', label: t`At risk first` },
    { value: 'name', label: t`By name` },
    { value: 'available', label: t`Least spendable first` },
    { value: 'balance', label: t`Lowest balance first` },
    { value: 'daysLeft', label: t`Fewest days left first` },
    { value: 'spend', label: t`Most spent this month` },
    { value: 'lastSpend', label: t`Most spent last month` },
    { value: 'margin', label: t`Highest margin first` },
    { value: 'unknown', label: t`Most unknown calls first` },
  ];
}
