import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { TRANSACTION_TYPES } from '#billing/transactions/transaction-type.contract.ts';
import { providerName } from '#kernel/provider-name.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import type { Choice } from '#web/ui/choice-field.tsx';
import { FEATURE_TEXTS, TYPE_TEXTS } from '../booking-type-text.ts';
import { type BookingFilter, FEATURES } from './booking-filter.ts';
import { type CallDimension, callGroupsQuery } from './call-groups.query.ts';
import { callersKeysQuery } from './callers-keys.query.ts';

/** What a filter chooses from a list. */
export type ChosenField = 'type' | 'feature' | 'key' | CallDimension;

export interface FilterChoices {
  readonly choices: readonly Choice<string>[];
  readonly isLoading: boolean;
  readonly error: unknown;
  readonly retry: () => void;
}

/** What a condition can be set to. What depends on data is read only when `isWanted`. */
export function useFilterChoices(
  field: ChosenField,
  filter: BookingFilter,
  isWanted: boolean,
): FilterChoices {
  const { t } = useLingui();
  const { mandate, may } = useActing();
  const dimension = isCallDimension(field) ? field : undefined;
  const groups = useQuery({
    ...callGroupsQuery(mandate.id, filter, dimension ?? 'provider'),
    enabled: isWanted && dimension !== undefined,
  });
  const keys = useQuery({
    ...callersKeysQuery(mandate.id, may('resource.identity.users')),
    enabled: isWanted && field === 'key',
  });
  const read = field === 'key' ? keys : groups;
  return {
    choices: choicesOf(),
    isLoading: read.isLoading,
    error: read.error,
    retry: () => void read.refetch(),
  };

  function choicesOf(): readonly Choice<string>[] {
    switch (field) {
      case 'type':
        return TRANSACTION_TYPES.map((value) => ({ value, label: t(TYPE_TEXTS[value]) }));
      case 'feature':
        return FEATURES.map((value) => ({ value, label: t(FEATURE_TEXTS[value]) }));
      case 'key':
        return (keys.data ?? []).map(({ id, name, last4, owner }) => ({
          value: id,
          label: name,
          hint: owner === undefined ? `…${last4}` : `${owner} · …${last4}`,
        }));
      default:
        return (groups.data ?? []).flatMap(({ key, provider, name, email }): Choice<string>[] => {
          if (key === undefined) return [];
          if (field === 'provider') return [{ value: key, label: providerName(key) }];
          if (field === 'model')
            return [{ value: key, label: key, ...(provider && { hint: providerName(provider) }) }];
          const label = name ?? email ?? (field === 'account' ? t`The mandate’s pool` : key);
          return [{ value: key, label, ...(email !== undefined && { hint: email }) }];
        });
    }
  }
}

function isCallDimension(field: ChosenField): field is CallDimension {
  return field === 'provider' || field === 'model' || field === 'user' || field === 'account';
}
