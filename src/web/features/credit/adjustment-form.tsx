import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { amountOf } from '#web/lib/amount/amount-text.ts';
import { fieldProblem } from '../two-steps/field-problem.ts';
import { FormText } from '../two-steps/form-text.tsx';
import { AmountInput } from './amount-input.tsx';
import { PostingForm } from './posting-form.tsx';
import type { PostingFormProps } from './posting-props.ts';
import { ReasonField } from './reason-field.tsx';
import { POOL, WalletSelect } from './wallet-select.tsx';

const BOOKING_ID = /^txn_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Puts a balance right, either way; in the wallet of the booking that it corrects, if it names one. */
export function AdjustmentForm({ mandate, search, steps, ownerOf }: PostingFormProps): ReactElement {
  const { t } = useLingui();
  const form = useForm({
    defaultValues: { amount: '', corrects: search.booking ?? '', wallet: search.user ?? POOL, reason: '' },
  });
  const { control } = form;
  const isOfBooking = useWatch({ control, name: 'corrects' }).trim() !== '';
  const checkId = (typed: string): true | string =>
    typed.trim() === '' || BOOKING_ID.test(typed.trim()) || t`Enter the id of a booking: txn_…`;
  return (
    <PostingForm
      form={form}
      steps={steps}
      ownerOf={ownerOf}
      fields={['amountChf', 'reason', 'userId', 'corrects']}
      confirmText={<Trans>Book the adjustment</Trans>}
      toPosting={({ amount, corrects, wallet, reason }) => ({
        kind: 'adjustment',
        body: {
          amountChf: amountOf(amount) ?? amount,
          reason: reason.trim(),
          ...(corrects.trim() === '' ? {} : { corrects: corrects.trim() }),
          ...(corrects.trim() !== '' || wallet === POOL ? {} : { userId: wallet }),
        },
      })}
    >
      <AmountInput
        control={control}
        name="amount"
        label={<Trans>Amount</Trans>}
        hint={<Trans>With a minus it takes away: -12.50</Trans>}
        sign="any"
        autoFocus
        refused={fieldProblem(steps.problem, 'amountChf')}
      />
      <FormText
        control={control}
        name="corrects"
        label={<Trans>Booking that it puts right</Trans>}
        hint={<Trans>Optional. The adjustment goes into the same wallet.</Trans>}
        maxLength={40}
        rules={{ validate: checkId }}
        refused={fieldProblem(steps.problem, 'corrects')}
      />
      {mandate.billingModel === 'prepaid_user' && !isOfBooking && (
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
        name="reason"
        label={<Trans>Reason</Trans>}
        hint={<Trans>Stands in the booking, for the customer too.</Trans>}
        refused={fieldProblem(steps.problem, 'reason')}
      />
    </PostingForm>
  );
}
