import { useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import { providerName } from '#kernel/provider-name.ts';
import type { Dimension } from './overview-search.ts';
import type { SpendGroup } from './statistics.query.ts';

/** What a group of a dimension is called: a person by name, a provider as it writes itself. */
export function useGroupName(): (dimension: Dimension, group: SpendGroup | undefined) => string {
  const { t } = useLingui();
  return useCallback(
    (dimension, group) => {
      const key = group?.key;
      if (key === undefined) return t`All others`;
      switch (dimension) {
        case 'provider':
          return providerName(key);
        case 'model':
          // What a provider bills by the request, without a model.
          return key === '*' ? providerName(group?.provider ?? key) : key;
        case 'user':
          return group?.name || group?.email || key;
        case 'feature':
          return { api: t`API`, chat: t`Chat`, automation: t`Automations` }[key] ?? key;
      }
    },
    [t],
  );
}
