import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { useForm } from 'react-hook-form';
import { amountOf } from '#web/lib/amount/amount-text.ts';
import { fieldProblem } from '../two-steps/field-problem.ts';
import { AmountInput } from './amount-input.tsx';
import { PostingForm } from './posting-form.tsx';
import type { PostingFormProps } from './posting-props.ts';
import { ReasonField } from './reason-field.tsx';

/** An invoice of a postpaid mandate that was paid. */
export function PaymentForm({ steps, ownerOf }: PostingFormProps): ReactElement {
  const form = useForm({ defaultValues: { amount: '', description: '' } });
  return (
    <PostingForm
      form={form}
      steps={steps}
      ownerOf={ownerOf}
      fields={['amountChf', 'description']}
      confirmText={<Trans>Book the payment</Trans>}
      toPosting={({ amount, description }) => ({
        kind: 'payment',
        body: { amountChf: amountOf(amount) ?? amount, description: description.trim() },
      })}
    >
      <AmountInput
        control={form.control}
        name="amount"
        label={<Trans>Amount</Trans>}
        sign="positive"
        autoFocus
        refused={fieldProblem(steps.problem, 'amountChf')}
      />
      <ReasonField
        control={form.control}
        name="description"
        label={<Trans>Description</Trans>}
        hint={<Trans>Which invoice was paid. Stands in the booking, for the customer too.</Trans>}
        refused={fieldProblem(steps.problem, 'description')}
      />
    </PostingForm>
  );
}
