import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { type Control, Controller } from 'react-hook-form';
import { SelectField } from '#web/ui/select-field.tsx';
import { MODEL_WORDS } from './mandate-words.ts';
import type { NewMandateValues } from './new-mandate-dialog.tsx';

/** Who pays when, with what it means. */
export function BillingModelField({
  control,
}: {
  readonly control: Control<NewMandateValues>;
}): ReactElement {
  const { t } = useLingui();
  return (
    <Controller
      control={control}
      name="billingModel"
      render={({ field }) => (
        <SelectField
          label={<Trans>Billing model</Trans>}
          choices={[
            {
              value: 'prepaid_mandate',
              label: t(MODEL_WORDS.prepaid_mandate),
              hint: t`All users spend from one balance.`,
            },
            {
              value: 'prepaid_user',
              label: t(MODEL_WORDS.prepaid_user),
              hint: t`Each user spends from his own; the pool fills them.`,
            },
            {
              value: 'postpaid',
              label: t(MODEL_WORDS.postpaid),
              hint: t`Calls are paid by invoice, up to a credit limit.`,
            },
            {
              value: 'unlimited',
              label: t(MODEL_WORDS.unlimited),
              hint: t`Counted, never refused for money.`,
            },
          ]}
          value={field.value}
          onChange={field.onChange}
        />
      )}
    />
  );
}
