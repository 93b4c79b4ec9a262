import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { providerName } from '#kernel/provider-name.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import { ApiProblem } from '#web/lib/api/api-problem.ts';
import { fieldOf } from '#web/lib/forms/field-of.ts';
import { AmountField } from '#web/ui/amount-field.tsx';
import { Button } from '#web/ui/button.tsx';
import { ChoiceBoxes } from '#web/ui/choice-boxes.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { SelectField } from '#web/ui/select-field.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { createKey, type KeyScope, type NewKey } from './key-calls.ts';
import { EXPIRIES } from './key-expiry.ts';
import { EXPIRY_TEXTS } from './key-expiry-texts.ts';
import { SCOPE_TEXTS } from './key-scope-texts.ts';
import { providersIn, scopesFor } from './key-scopes.ts';
import { myKeysQuery } from './my-keys.query.ts';
import { limitOf, type NewKeyDraft, newKeyBody, refusedFieldOf } from './new-key-draft.ts';

/** What a new key is called and what it can do at most. */
export function NewKeyForm({
  onMade,
  onCancel,
}: {
  readonly onMade: (key: NewKey) => void;
  readonly onCancel: () => void;
}): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const queryClient = useQueryClient();
  const scopes = scopesFor(mandate.abilities);
  const providers = providersIn(mandate.abilities);
  const form = useForm<NewKeyDraft>({
    defaultValues: { name: '', scopes: scopes.slice(0, 1), providers, expiry: '365', day: '', limit: '' },
  });
  const make = useMutation({
    mutationFn: (draft: NewKeyDraft) => createKey(mandate.id, newKeyBody(draft, providers)),
    onSuccess: async (key) => {
      onMade(key);
      await queryClient.invalidateQueries({ queryKey: myKeysQuery(mandate.id).queryKey });
    },
    onError: (error) => {
      const field = refusedFieldOf(error);
      if (field && error instanceof ApiProblem) form.setError(field, { message: error.message });
    },
  });
  const isCalling = form.watch('scopes').includes('call');
  const isOnDay = form.watch('expiry') === 'day';
  return (
    <form
      noValidate
      onSubmit={form.handleSubmit((draft) => make.mutate(draft))}
      className="flex flex-col gap-5"
    >
      <Controller
        control={form.control}
        name="name"
        rules={{ validate: (name) => name.trim() !== '' || t`Enter a name.` }}
        render={({ field, fieldState }) => (
          <TextField
            {...fieldOf(field)}
            autoFocus
            label={<Trans>Name</Trans>}
            hint={<Trans>What it is for, so that you know it again: “Website, production”.</Trans>}
            maxLength={200}
            error={fieldState.error?.message}
          />
        )}
      />
      <Controller
        control={form.control}
        name="scopes"
        rules={{ validate: (chosen) => chosen.length > 0 || t`Choose what the key can do.` }}
        render={({ field, fieldState }) => (
          <ChoiceBoxes<KeyScope>
            label={<Trans>What it can do</Trans>}
            choices={scopes.map((value) => ({ value, text: t(SCOPE_TEXTS[value]) }))}
            value={field.value}
            onChange={field.onChange}
            error={fieldState.error?.message}
          />
        )}
      />
      {isCalling && (
        <Controller
          control={form.control}
          name="providers"
          rules={{ validate: (chosen) => chosen.length > 0 || t`Choose a provider.` }}
          render={({ field, fieldState }) => (
            <ChoiceBoxes
              label={<Trans>Providers</Trans>}
              choices={providers.map((value) => ({ value, text: providerName(value) }))}
              value={field.value}
              onChange={field.onChange}
              error={fieldState.error?.message}
            />
          )}
        />
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Controller
          control={form.control}
          name="expiry"
          render={({ field, fieldState }) => (
            <SelectField
              label={<Trans>Ends</Trans>}
              choices={EXPIRIES.map((value) => ({ value, label: t(EXPIRY_TEXTS[value]) }))}
              value={field.value}
              onChange={field.onChange}
              error={fieldState.error?.message}
            />
          )}
        />
        {isOnDay && (
          <Controller
            control={form.control}
            name="day"
            rules={{ validate: (day) => /^\d{4}-\d\d-\d\d$/.test(day) || t`Enter the last day.` }}
            render={({ field, fieldState }) => (
              <TextField
                {...fieldOf(field)}
                type="date"
                label={<Trans>Last day (Zurich)</Trans>}
                error={fieldState.error?.message}
              />
            )}
          />
        )}
        <Controller
          control={form.control}
          name="limit"
          rules={{
            validate: (limit) => limitOf(limit) !== undefined || t`Enter an amount such as 50 or 12.50.`,
          }}
          render={({ field, fieldState }) => (
            <AmountField
              name={field.name}
              value={field.value}
              onChange={field.onChange}
              label={<Trans>Limit per month</Trans>}
              hint={<Trans>Empty: no limit of its own.</Trans>}
              error={fieldState.error?.message}
            />
          )}
        />
      </div>
      {make.error && !refusedFieldOf(make.error) && <ProblemBlock error={make.error} />}
      <div className="flex flex-wrap justify-end gap-3">
        <Button onPress={onCancel}>
          <Trans>Cancel</Trans>
        </Button>
        <Button type="submit" look="primary" isPending={make.isPending}>
          <Trans>Make the key</Trans>
        </Button>
      </div>
    </form>
  );
}
