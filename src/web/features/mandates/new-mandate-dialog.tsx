import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import type { Language } from '#kernel/language.ts';
import { amountOf } from '#web/lib/amount/amount-text.ts';
import { presentLanguage } from '#web/lib/language/page-language.ts';
import { notify } from '#web/lib/notices.ts';
import { Button } from '#web/ui/button.tsx';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { AmountInput } from '../credit/amount-input.tsx';
import { fieldOf, fieldProblem } from '../two-steps/field-problem.ts';
import { FormText } from '../two-steps/form-text.tsx';
import { AdministratorFields } from './administrator-fields.tsx';
import { BillingModelField } from './billing-model-field.tsx';
import { type NewMandate, useNewMandate } from './new-mandate.ts';

export interface NewMandateValues {
  readonly name: string;
  readonly billingModel: NonNullable<NewMandate['billingModel']>;
  readonly creditLimit: string;
  readonly email: string;
  readonly personName: string;
  readonly language: Language;
}

const SHOWN_FIELDS = ['name', 'creditLimitChf', 'administrator.email', 'administrator.name'];

export function NewMandateDialog({
  onClose,
  onCreated,
}: {
  readonly onClose: () => void;
  readonly onCreated: (mandateId: string) => void;
}): ReactElement {
  const { t } = useLingui();
  const form = useForm<NewMandateValues>({
    defaultValues: {
      name: '',
      billingModel: 'prepaid_mandate',
      creditLimit: '',
      email: '',
      personName: '',
      language: presentLanguage(),
    },
  });
  const { control } = form;
  const isPostpaid = useWatch({ control, name: 'billingModel' }) === 'postpaid';
  const create = useNewMandate(({ mandate }) => {
    const { name } = mandate;
    notify(t`${name} is created.`);
    onCreated(mandate.id);
  });
  const refused = (field: string) => fieldProblem(create.error, field);
  return (
    <DialogFrame title={<Trans>New mandate</Trans>} isOpen isImportant onClose={onClose}>
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => void form.handleSubmit((values) => create.mutate(bodyOf(values)))(event)}
      >
        <FormText
          control={control}
          name="name"
          label={<Trans>Name</Trans>}
          maxLength={200}
          autoFocus
          rules={{ validate: (typed: string) => typed.trim() !== '' || t`Enter a name.` }}
          refused={refused('name')}
        />
        <BillingModelField control={control} />
        {isPostpaid && (
          <AmountInput
            control={control}
            name="creditLimit"
            label={<Trans>Credit limit</Trans>}
            hint={<Trans>How far the balance may fall below zero.</Trans>}
            sign="not-negative"
            refused={refused('creditLimitChf')}
          />
        )}
        <AdministratorFields control={control} refused={refused} />
        {create.isError && !SHOWN_FIELDS.includes(fieldOf(create.error) ?? '') && (
          <ProblemBlock error={create.error} />
        )}
        <div className="flex flex-wrap justify-end gap-3">
          <Button onPress={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" look="primary" isPending={create.isPending}>
            <Trans>Create the mandate</Trans>
          </Button>
        </div>
      </form>
    </DialogFrame>
  );
}

function bodyOf(values: NewMandateValues): NewMandate {
  const { billingModel, language } = values;
  const [email, name] = [values.email.trim(), values.personName.trim()];
  return {
    name: values.name.trim(),
    billingModel,
    ...(billingModel === 'postpaid'
      ? { creditLimitChf: amountOf(values.creditLimit) ?? values.creditLimit }
      : {}),
    ...(email === '' ? {} : { administrator: { email, language, ...(name === '' ? {} : { name }) } }),
  };
}
