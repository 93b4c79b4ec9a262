import type { I18n, MessageDescriptor } from '@lingui/core';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { type Control, Controller, useWatch } from 'react-hook-form';
import { parseChf } from '#kernel/money.ts';
import { amountOf } from '#web/lib/amount/amount-text.ts';
import type { Choice } from '#web/ui/choice-field.tsx';
import { Panel } from '#web/ui/panel.tsx';
import { SelectField } from '#web/ui/select-field.tsx';
import { FormText } from '../two-steps/form-text.tsx';
import { MarkupFields } from './markup-fields.tsx';
import type { SettingsValues } from './settings-values.ts';
import { BILLING_MODELS, VAT_TIMINGS } from './terms-words.ts';

/** What is agreed with the mandate; only the operator sets it. */
export function TermsFields({
  control,
  refusedOf,
}: {
  readonly control: Control<SettingsValues>;
  readonly refusedOf: (field: string) => string | undefined;
}): ReactElement {
  const { t, i18n } = useLingui();
  const [model, vatTiming] = useWatch({ control, name: ['billingModel', 'vatTiming'] });
  const models = choicesOf(BILLING_MODELS, i18n);
  const timings = choicesOf(VAT_TIMINGS, i18n);
  const checkAmount = (typed: string): true | string => {
    const amount = parseChf(amountOf(typed) ?? '');
    return (amount !== undefined && amount >= 0n) || t`Enter an amount such as 1'234.50.`;
  };
  return (
    <Panel
      title={<Trans>Billing model and terms</Trans>}
      lead={<Trans>Only you, the operator, can change them. They hold from the next call on.</Trans>}
    >
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <Controller
          control={control}
          name="billingModel"
          render={({ field }) => (
            <SelectField
              label={<Trans>Billing model</Trans>}
              hint={t(BILLING_MODELS[model].meaning)}
              choices={models}
              value={field.value}
              onChange={field.onChange}
              error={refusedOf('terms.billingModel')}
            />
          )}
        />
        {model === 'postpaid' && (
          <FormText
            control={control}
            name="creditLimit"
            label={<Trans>Credit limit</Trans>}
            hint={<Trans>So much can be owed before calls are refused.</Trans>}
            end="CHF"
            inputMode="decimal"
            maxLength={30}
            rules={{ validate: checkAmount }}
            refused={refusedOf('terms.creditLimitChf')}
          />
        )}
        {model === 'prepaid_user' && (
          <FormText
            control={control}
            name="defaultUserCredit"
            label={<Trans>Credit for a new user</Trans>}
            hint={<Trans>Moved from the pool to their wallet when they are invited; 0: nothing.</Trans>}
            end="CHF"
            inputMode="decimal"
            maxLength={30}
            rules={{ validate: checkAmount }}
            refused={refusedOf('terms.defaultUserCreditChf')}
          />
        )}
        <Controller
          control={control}
          name="vatTiming"
          render={({ field }) => (
            <SelectField
              label={<Trans>VAT is due</Trans>}
              hint={t(VAT_TIMINGS[vatTiming].meaning)}
              choices={timings}
              value={field.value}
              onChange={field.onChange}
              error={refusedOf('terms.vatTiming')}
            />
          )}
        />
      </div>
      <MarkupFields control={control} refusedOf={refusedOf} />
    </Panel>
  );
}

function choicesOf<Value extends string>(
  words: Readonly<Record<Value, { readonly name: MessageDescriptor }>>,
  i18n: I18n,
): readonly Choice<Value>[] {
  const values = Object.keys(words) as Value[];
  return values.map((value) => ({ value, label: i18n._(words[value].name) }));
}
