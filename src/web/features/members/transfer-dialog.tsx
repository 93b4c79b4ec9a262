import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { moneyText } from '#kernel/money-text.ts';
import { amountOf } from '#web/lib/amount/amount-text.ts';
import { nanoOf } from '#web/lib/nano-of.ts';
import { notify } from '#web/lib/notices.ts';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { SelectField } from '#web/ui/select-field.tsx';
import { AmountInput } from '../credit/amount-input.tsx';
import { PostingForm } from '../credit/posting-form.tsx';
import { ReasonField } from '../credit/reason-field.tsx';
import { usePosting } from '../credit/use-posting.ts';
import { useActing } from '../me/use-acting.ts';
import { fieldProblem } from '../two-steps/field-problem.ts';
import type { Member } from './members.query.ts';

interface TransferValues {
  readonly direction: 'to_user' | 'to_pool';
  readonly amount: string;
  readonly reason: string;
}

/** Between the mandate's pool and a user's wallet: shown first, then booked once. */
export function TransferDialog({
  member,
  onClose,
}: {
  readonly member: Member;
  readonly onClose: () => void;
}): ReactElement {
  return (
    <DialogFrame title={<Trans>Move credit of {member.name}</Trans>} isOpen isImportant onClose={onClose}>
      <WalletTransfer member={member} onClose={onClose} />
    </DialogFrame>
  );
}

/** One of it for each time that the dialog is opened: one idempotency key, one booking. */
function WalletTransfer({
  member,
  onClose,
}: {
  readonly member: Member;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const { name, userId } = member;
  const steps = usePosting(mandate.id, ({ amountChf }) => {
    notify(t`${moneyText(nanoOf(amountChf))} transferred.`);
    onClose();
  });
  const form = useForm<TransferValues>({ defaultValues: { direction: 'to_user', amount: '', reason: '' } });
  const { control } = form;
  return (
    <PostingForm
      form={form}
      steps={steps}
      ownerOf={() => name}
      fields={['amountChf', 'reason']}
      confirmText={<Trans>Book the transfer</Trans>}
      toPosting={({ direction, amount, reason }) => ({
        kind: 'transfer',
        body: { userId, direction, amountChf: amountOf(amount) ?? amount, reason: reason.trim() },
      })}
    >
      <Controller
        control={control}
        name="direction"
        render={({ field }) => (
          <SelectField
            label={<Trans>Direction</Trans>}
            choices={[
              { value: 'to_user', label: t`From the pool to ${name}` },
              { value: 'to_pool', label: t`From ${name} back to the pool` },
            ]}
            value={field.value}
            onChange={field.onChange}
          />
        )}
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
        hint={<Trans>Stands in both bookings; {name} sees it too.</Trans>}
        refused={fieldProblem(steps.problem, 'reason')}
      />
    </PostingForm>
  );
}
