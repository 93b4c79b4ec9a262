import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { type Control, Controller, useWatch } from 'react-hook-form';
import { SwitchField } from '#web/ui/switch-field.tsx';
import { FormText } from '../two-steps/form-text.tsx';
import { MeterFields } from './meter-fields.tsx';
import { type PriceDraft, plainCount } from './price-draft.ts';

/** Prices of the whole request once its prompt is longer than a number of tokens. */
export function LongPromptFields({ control }: { readonly control: Control<PriceDraft> }): ReactElement {
  const { t } = useLingui();
  const isOn = useWatch({ control, name: 'hasLongPrompt' });
  const checkCount = (typed: string): true | string =>
    /^[1-9]\d{0,8}$/.test(plainCount(typed)) || t`Enter a number of tokens, such as 200'000.`;
  return (
    <div className="flex flex-col gap-3">
      <Controller
        control={control}
        name="hasLongPrompt"
        render={({ field }) => (
          <SwitchField
            label={<Trans>Other prices for long prompts</Trans>}
            isSelected={field.value}
            onChange={field.onChange}
          />
        )}
      />
      {isOn && (
        <div className="flex flex-col gap-3 rounded-xl border border-line p-3">
          <FormText
            control={control}
            name="longPromptAbove"
            label={<Trans>Above this many prompt tokens</Trans>}
            inputMode="numeric"
            maxLength={14}
            rules={{ validate: checkCount }}
          />
          <MeterFields
            control={control}
            name="longPromptMeters"
            title={<Trans>USD per million for the whole request</Trans>}
          />
        </div>
      )}
    </div>
  );
}
