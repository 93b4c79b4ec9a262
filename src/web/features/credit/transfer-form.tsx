import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { amountOf } from '#web/lib/amount/amount-text.ts';
import { SelectField } from '#web/ui/select-field.tsx';
import { fieldProblem } from '../two-steps/field-problem.ts';
import { AmountInput } from './amount-input.tsx';
import { PostingForm } from './posting-form.tsx';
import type { PostingFormProps } from './posting-props.ts';
import { ReasonField } from './reason-field.tsx';
import { WalletSelect } from './wallet-select.tsx';

interface TransferValues {
  readonly direction: 'to_user' | 'to_pool';
  readonly userId: string;
  readonly amount: string;
  readonly reason: string;
}

/** From the pool of the mandate to the wallet of a user, or back (prepaid_user). */
export function TransferForm({ mandate, search, steps, ownerOf }: PostingFormProps): ReactElement {
  const { t } = useLingui();
  const form = useForm<TransferValues>({
    defaultValues: { direction: 'to_user', userId: search.user ?? '', amount: '', reason: '' },
  });
  const { control } = form;
  return (
    <PostingForm
      form={form}
      steps={steps}
      ownerOf={ownerOf}
      fields={['userId', 'amountChf', 'reason']}
      confirmText={<Trans>Book the transfer</Trans>}
      toPosting={({ direction, userId, amount, reason }) => ({
        kind: 'transfer',
        body: { direction, userId, amountChf: amountOf(amount) ?? amount, reason: reason.trim() },
      })}
    >
      <Controller
        control={control}
        name="direction"
        render={({ field }) => (
          <SelectField
            label={<Trans>Direction</Trans>}
            choices={[
              { value: 'to_user', label: t`From the pool to a user` },
              { value: 'to_pool', label: t`From a user back to the pool` },
            ]}
            value={field.value}
            onChange={field.onChange}
          />
        )}
      />
      <WalletSelect
        mandateId={mandate.id}
        control={control}
        name="userId"
        label={<Trans>User</Trans>}
        refused={fieldProblem(steps.problem, 'userId')}
      />
      <AmountInput
        control={control}
        name="amount"
        label={<Trans>Amount</Trans>}
        sign="positive"
        refused={fieldProblem(steps.problem, 'amountChf')}
      />
      <ReasonField
        control={control}
        name="reason"
        label={<Trans>Reason</Trans>}
        hint={<Trans>Stands in both bookings, for the customer too.</Trans>}
        refused={fieldProblem(steps.problem, 'reason')}
      />
    </PostingForm>
  );
}
