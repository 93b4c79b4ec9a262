import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { useForm } from 'react-hook-form';
import { amountOf } from '#web/lib/amount/amount-text.ts';
import { AmountInput } from '../credit/amount-input.tsx';
import { PostingForm } from '../credit/posting-form.tsx';
import { ReasonField } from '../credit/reason-field.tsx';
import { usePosting } from '../credit/use-posting.ts';
import { fieldProblem } from '../two-steps/field-problem.ts';
import { FormText } from '../two-steps/form-text.tsx';
import type { DeedForm } from './deed-form.ts';

/** Money that came for an invoice, booked by hand. */
export function PayInvoiceForm({ mandateId, invoice, onDone }: DeedForm): ReactElement {
  const { t } = useLingui();
  const { number, invoiceId, dueChf } = invoice;
  const steps = usePosting(mandateId, () => onDone(t`The payment is booked.`));
  const form = useForm({
    defaultValues: { amount: dueChf.slice(0, -7), paidOn: '', description: t`Payment of ${number}` },
  });
  const { control } = form;
  return (
    <PostingForm
      form={form}
      steps={steps}
      ownerOf={(userId) => userId}
      fields={['amountChf', 'paidOn', 'description']}
      confirmText={<Trans>Book the payment</Trans>}
      toPosting={({ amount, paidOn, description }) => ({
        kind: 'payment',
        body: {
          ...{ amountChf: amountOf(amount) ?? amount, invoiceId, description: description.trim() },
          ...(paidOn === '' ? {} : { paidOn }),
        },
      })}
    >
      <AmountInput
        control={control}
        name="amount"
        label={<Trans>Amount</Trans>}
        hint={<Trans>A part may be paid, or more: what is too much stays in the balance.</Trans>}
        sign="positive"
        autoFocus
        refused={fieldProblem(steps.problem, 'amountChf')}
      />
      <FormText
        control={control}
        name="paidOn"
        type="date"
        label={<Trans>Came on</Trans>}
        hint={<Trans>Left out: today.</Trans>}
        refused={fieldProblem(steps.problem, 'paidOn')}
      />
      <ReasonField
        control={control}
        name="description"
        label={<Trans>Description</Trans>}
        hint={<Trans>Stands in the booking, for the customer too.</Trans>}
        refused={fieldProblem(steps.problem, 'description')}
      />
    </PostingForm>
  );
}
