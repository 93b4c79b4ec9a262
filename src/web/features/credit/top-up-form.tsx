import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { useForm } from 'react-hook-form';
import { amountOf } from '#web/lib/amount/amount-text.ts';
import { fieldProblem } from '../two-steps/field-problem.ts';
import { AmountInput } from './amount-input.tsx';
import { PostingForm } from './posting-form.tsx';
import type { PostingFormProps } from './posting-props.ts';
import { ReasonField } from './reason-field.tsx';
import { POOL, WalletSelect } from './wallet-select.tsx';

/** Money from outside, into the pool of the mandate or (prepaid_user) into the wallet of a user. */
export function TopUpForm({ mandate, search, steps, ownerOf }: PostingFormProps): ReactElement {
  const form = useForm({
    defaultValues: { amount: '', wallet: search.user ?? POOL, description: '' },
  });
  const { control } = form;
  return (
    <PostingForm
      form={form}
      steps={steps}
      ownerOf={ownerOf}
      fields={['amountChf', 'description', 'userId']}
      confirmText={<Trans>Book the top-up</Trans>}
      toPosting={({ amount, wallet, description }) => ({
        kind: 'top-up',
        body: {
          amountChf: amountOf(amount) ?? amount,
          description: description.trim(),
          ...(wallet === POOL ? {} : { userId: wallet }),
        },
      })}
    >
      <AmountInput
        control={control}
        name="amount"
        label={<Trans>Amount</Trans>}
        sign="positive"
        autoFocus
        refused={fieldProblem(steps.problem, 'amountChf')}
      />
      {mandate.billingModel === 'prepaid_user' && (
        <WalletSelect
          mandateId={mandate.id}
          control={control}
          name="wallet"
          label={<Trans>Wallet</Trans>}
          withPool
          refused={fieldProblem(steps.problem, 'userId')}
        />
      )}
      <ReasonField
        control={control}
        name="description"
        label={<Trans>Description</Trans>}
        hint={<Trans>Stands in the booking, for the customer too: “Bank transfer of 27 November”.</Trans>}
        refused={fieldProblem(steps.problem, 'description')}
      />
    </PostingForm>
  );
}
