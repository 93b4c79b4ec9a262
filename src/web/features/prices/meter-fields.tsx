import { Trans, useLingui } from '@lingui/react/macro';
import { Trash2 } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { type Control, useFieldArray, useWatch } from 'react-hook-form';
import { amountOf } from '#web/lib/amount/amount-text.ts';
import { IconButton } from '#web/ui/icon-button.tsx';
import { SelectField } from '#web/ui/select-field.tsx';
import { FormText } from '../two-steps/form-text.tsx';
import { METERS } from './meter.ts';
import { METER_WORDS, meterText } from './meter-words.ts';
import { emptyLine, type PriceDraft } from './price-draft.ts';

/** Where in a draft a list of meters stands. */
type MeterPath = 'meters' | 'longPromptMeters' | `tiers.${number}.meters`;

/** A list of meters with their prices: each can be changed and taken out, others added. */
export function MeterFields({
  control,
  name,
  title,
  refused,
}: {
  readonly control: Control<PriceDraft>;
  readonly name: MeterPath;
  readonly title: ReactNode;
  readonly refused?: (meter: string) => string | undefined;
}): ReactElement {
  const { t } = useLingui();
  const { fields, append, remove } = useFieldArray({ control, name });
  const lines = useWatch({ control, name });
  const checkUsd = (typed: string): true | string => {
    const amount = amountOf(typed);
    return (amount !== undefined && /^\d{1,9}([.]\d{1,9})?$/.test(amount)) || t`Enter USD such as 2.50.`;
  };
  const others = METERS.filter((meter) => !lines.some((line) => line.meter === meter));
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-2 font-medium text-sm">{title}</legend>
      <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
        {fields.map((field, index) => (
          <div key={field.id} className="flex items-end gap-2">
            <div className="min-w-0 flex-1">
              <FormText
                control={control}
                name={`${name}.${index}.usd`}
                label={meterText(field.meter, t)}
                end="USD"
                inputMode="decimal"
                maxLength={30}
                rules={{ validate: checkUsd }}
                refused={refused?.(field.meter)}
              />
            </div>
            <IconButton
              icon={Trash2}
              label={t`Take out ${t(METER_WORDS[field.meter])}`}
              onPress={() => remove(index)}
            />
          </div>
        ))}
      </div>
      {fields.length === 0 && (
        <p className="text-bad text-sm">
          <Trans>Add a meter: a price without one charges nothing.</Trans>
        </p>
      )}
      {others.length > 0 && (
        <SelectField
          label={<Trans>Add a meter</Trans>}
          choices={others.map((meter) => ({ value: meter, label: t(METER_WORDS[meter]) }))}
          value={undefined}
          placeholder={t`Choose a meter`}
          onChange={(meter) => append(emptyLine(meter))}
        />
      )}
    </fieldset>
  );
}
