import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { Controller, type UseFormReturn } from 'react-hook-form';
import { providerName } from '#kernel/provider-name.ts';
import { Button } from '#web/ui/button.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { SelectField } from '#web/ui/select-field.tsx';
import { fieldOf, fieldProblem } from '../two-steps/field-problem.ts';
import { FormText } from '../two-steps/form-text.tsx';
import { LongPromptFields } from './long-prompt-fields.tsx';
import { MeterFields } from './meter-fields.tsx';
import type { PriceDraft } from './price-draft.ts';
import { TierFields } from './tier-fields.tsx';

const SHOWN_FIELDS = ['provider', 'model', 'validFrom', 'source'];

/** Everything that a version of a price says. */
export function PriceForm({
  form,
  isNewModel,
  providers,
  problem,
  isPending,
  onSubmit,
}: {
  readonly form: UseFormReturn<PriceDraft>;
  /** No version of it is there: provider and model are to be named. */
  readonly isNewModel: boolean;
  readonly providers: readonly string[];
  readonly problem: unknown;
  readonly isPending: boolean;
  readonly onSubmit: (draft: PriceDraft) => void;
}): ReactElement {
  const { t } = useLingui();
  const { control } = form;
  const refused = (field: string) => fieldProblem(problem, field);
  const isShownAtField = SHOWN_FIELDS.includes(fieldOf(problem) ?? '');
  const submit = form.handleSubmit((draft) => {
    if (draft.meters.length > 0) onSubmit(draft);
  });
  return (
    <form noValidate className="flex flex-col gap-5" onSubmit={(event) => void submit(event)}>
      {isNewModel && (
        <div className="grid gap-4 sm:grid-cols-2">
          <Controller
            control={control}
            name="provider"
            rules={{ required: t`Choose a provider.` }}
            render={({ field, fieldState }) => (
              <SelectField
                label={<Trans>Provider</Trans>}
                choices={providers.map((value) => ({ value, label: providerName(value) }))}
                value={field.value === '' ? undefined : field.value}
                placeholder={t`Choose a provider`}
                onChange={field.onChange}
                error={fieldState.error?.message ?? refused('provider')}
              />
            )}
          />
          <FormText
            control={control}
            name="model"
            label={<Trans>Model</Trans>}
            maxLength={200}
            rules={{ validate: (typed: string) => typed.trim() !== '' || t`Enter the model’s name.` }}
            refused={refused('model')}
          />
        </div>
      )}
      <MeterFields control={control} name="meters" title={<Trans>USD per million units</Trans>} />
      <p className="text-muted text-sm">
        <Trans>Calls and searches too: USD 10 per thousand are 10'000 per million.</Trans>
      </p>
      <LongPromptFields control={control} />
      <TierFields control={control} />
      <FormText
        control={control}
        name="validFrom"
        type="date"
        label={<Trans>Valid from</Trans>}
        hint={<Trans>From 00:00 UTC of this day; tomorrow or later.</Trans>}
        rules={{ required: t`Choose a day.` }}
        refused={refused('validFrom')}
      />
      <FormText
        control={control}
        name="source"
        label={<Trans>Source</Trans>}
        hint={<Trans>The address of the price list. Stands in the audit log as the reason.</Trans>}
        maxLength={1_000}
        rules={{ validate: (typed: string) => typed.trim() !== '' || t`Say where the price stands.` }}
        refused={refused('source')}
      />
      {problem !== null && problem !== undefined && !isShownAtField && <ProblemBlock error={problem} />}
      <div className="flex justify-end">
        <Button type="submit" look="primary" isPending={isPending}>
          <Trans>Show the effect</Trans>
        </Button>
      </div>
    </form>
  );
}
