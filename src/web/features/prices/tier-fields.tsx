import { Trans, useLingui } from '@lingui/react/macro';
import { Plus, Trash2 } from 'lucide-react';
import type { ReactElement } from 'react';
import { type Control, Controller, useFieldArray, useWatch } from 'react-hook-form';
import { Button } from '#web/ui/button.tsx';
import { SelectField } from '#web/ui/select-field.tsx';
import { FormText } from '../two-steps/form-text.tsx';
import { MeterFields } from './meter-fields.tsx';
import type { PriceDraft } from './price-draft.ts';

/** Service tiers: a factor on everything but fees per call, or prices of their own. */
export function TierFields({ control }: { readonly control: Control<PriceDraft> }): ReactElement {
  const { fields, append, remove } = useFieldArray({ control, name: 'tiers' });
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-2 font-medium text-sm">
        <Trans>Service tiers</Trans>
      </legend>
      {fields.map((field, index) => (
        <TierField key={field.id} control={control} index={index} onRemove={() => remove(index)} />
      ))}
      <div>
        <Button small onPress={() => append({ name: '', kind: 'factor', factor: '', meters: [] })}>
          <Plus aria-hidden className="size-4" />
          <Trans>Add a tier</Trans>
        </Button>
      </div>
    </fieldset>
  );
}

function TierField({
  control,
  index,
  onRemove,
}: {
  readonly control: Control<PriceDraft>;
  readonly index: number;
  readonly onRemove: () => void;
}): ReactElement {
  const { t } = useLingui();
  const [kind, name] = useWatch({ control, name: [`tiers.${index}.kind`, `tiers.${index}.name`] });
  const checkName = (typed: string): true | string =>
    /^[a-z]{1,30}$/.test(typed.trim()) || t`Use small letters only, as the provider names it.`;
  const checkFactor = (typed: string): true | string =>
    /^\d{1,3}([.]\d{1,4})?$/.test(typed.trim()) || t`Enter a factor such as 0.5.`;
  return (
    <div className="flex flex-col gap-3 rounded-xl border border-line p-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <FormText
          control={control}
          name={`tiers.${index}.name`}
          label={<Trans>Name of the tier</Trans>}
          maxLength={30}
          rules={{ validate: checkName }}
        />
        <Controller
          control={control}
          name={`tiers.${index}.kind`}
          render={({ field }) => (
            <SelectField
              label={<Trans>Price</Trans>}
              choices={[
                { value: 'factor', label: t`A factor` },
                { value: 'prices', label: t`Prices of its own` },
              ]}
              value={field.value}
              onChange={field.onChange}
            />
          )}
        />
      </div>
      {kind === 'factor' ? (
        <FormText
          control={control}
          name={`tiers.${index}.factor`}
          label={<Trans>Factor</Trans>}
          hint={<Trans>On everything but fees per call.</Trans>}
          inputMode="decimal"
          maxLength={8}
          rules={{ validate: checkFactor }}
        />
      ) : (
        <MeterFields
          control={control}
          name={`tiers.${index}.meters`}
          title={<Trans>USD per million in this tier</Trans>}
        />
      )}
      <div className="flex justify-end">
        <Button small onPress={onRemove} aria-label={t`Take out the tier ${name}`}>
          <Trash2 aria-hidden className="size-4" />
          <Trans>Take out</Trans>
        </Button>
      </div>
    </div>
  );
}
