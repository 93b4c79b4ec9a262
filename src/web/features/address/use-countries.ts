import { useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import { COUNTRY_CODES } from '#kernel/country-codes.ts';
import type { Choice } from '#web/ui/choice-field.tsx';

/** Where most of the invoices go. */
const FIRST = ['CH', 'LI', 'DE', 'AT', 'FR', 'IT'] as const;

/** All countries by their names in the language of the page; the neighbours first. */
export function useCountries(): readonly Choice<string>[] {
  const { i18n } = useLingui();
  return useMemo(() => {
    const names = new Intl.DisplayNames([i18n.locale], { type: 'region' });
    const choiceOf = (value: string) => ({ value, label: names.of(value) ?? value });
    const others = [...COUNTRY_CODES].filter((code) => !FIRST.some((first) => first === code));
    const sorted = others
      .map(choiceOf)
      .toSorted((one, other) => one.label.localeCompare(other.label, i18n.locale));
    return [...FIRST.map(choiceOf), ...sorted];
  }, [i18n.locale]);
}
