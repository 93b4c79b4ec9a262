import { useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { useActing } from '#web/features/me/use-acting.ts';
import { ApiProblem } from '#web/lib/api/api-problem.ts';
import { notify } from '#web/lib/notices.ts';
import { type Settings, saveSettings, settingsQuery } from './settings.query.ts';
import {
  bodyOf,
  changedValues,
  contestedValues,
  mergeTyped,
  type SettingsValues,
  valuesOf,
} from './settings-values.ts';

/** The form of the settings: what was read, what is typed, and what happens when somebody else was faster. */
export function useSettingsForm(read: Settings, withTerms: boolean) {
  const { t } = useLingui();
  const { mandate } = useActing();
  const queryClient = useQueryClient();
  const query = settingsQuery(mandate.id);
  const [base, setBase] = useState(read);
  const [newest, setNewest] = useState<Settings>();
  const form = useForm<SettingsValues>({ defaultValues: valuesOf(read) });
  const typed = { ...valuesOf(base), ...useWatch({ control: form.control }) } as SettingsValues;
  const isUnsaved = changedValues(valuesOf(base), typed).length > 0;

  const begin = (settings: Settings, values = valuesOf(settings)) => {
    setBase(settings);
    setNewest(undefined);
    save.reset();
    form.reset(values);
  };
  const save = useMutation({
    mutationFn: (values: SettingsValues) => saveSettings(mandate.id, bodyOf(values, base.version, withTerms)),
    onSuccess: (saved) => {
      queryClient.setQueryData(query.queryKey, saved);
      // Thresholds decide how balances are shown.
      void queryClient.invalidateQueries({ queryKey: ['balance', mandate.id] });
      begin(saved);
      notify(t`Saved.`);
    },
    onError: async (error) => {
      if (isVersionConflict(error)) setNewest(await queryClient.fetchQuery({ ...query, staleTime: 0 }));
    },
  });
  // Read again in the background: shown as long as nothing was typed.
  useEffect(() => {
    if (isUnsaved || read.version <= base.version) return;
    setBase(read);
    form.reset(valuesOf(read));
  }, [read, base, isUnsaved, form]);

  const [before, after] = [valuesOf(base), newest && valuesOf(newest)];
  return {
    form,
    base,
    isUnsaved,
    save,
    conflict: after && {
      changed: changedValues(before, after),
      contested: contestedValues(before, typed, after),
    },
    keepTyped: () => newest && begin(newest, mergeTyped(before, typed, valuesOf(newest))),
    discard: () => begin(newest ?? base),
  };
}

/** Also a billing model that cannot change just now is a conflict, but no other version. */
function isVersionConflict(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 409 && 'version' in error.details;
}
