import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Controller, type UseFormReturn, useForm, useWatch } from 'react-hook-form';
import { moneyText } from '#kernel/money-text.ts';
import { amountInField, amountOf } from '#web/lib/amount/amount-text.ts';
import { nanoOf } from '#web/lib/nano-of.ts';
import { notify } from '#web/lib/notices.ts';
import { Button } from '#web/ui/button.tsx';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { SelectField } from '#web/ui/select-field.tsx';
import { AmountInput } from '../credit/amount-input.tsx';
import { ReasonField } from '../credit/reason-field.tsx';
import { fieldOf, fieldProblem } from '../two-steps/field-problem.ts';
import { type Decided, type Decision, decideAboutPayment } from './bank-calls.ts';
import type { BankPayment } from './bank-payments.query.ts';
import { MandateFinder } from './mandate-finder.tsx';
import { PaymentFacts } from './payment-facts.tsx';

interface DecideValues {
  readonly decision: 'credit' | 'refuse' | 'reverse';
  readonly mandateId: string;
  readonly amount: string;
  readonly reason: string;
}

/** What becomes of a payment that no rule could assign. */
export function DecideDialog({
  payment,
  onClose,
}: {
  readonly payment: BankPayment;
  readonly onClose: () => void;
}): ReactElement {
  const queryClient = useQueryClient();
  const said = useOutcomeText();
  const decide = useMutation({
    mutationFn: (body: Decision) => decideAboutPayment(payment, body),
    onSuccess: async (decided) => {
      notify(said(decided));
      await queryClient.invalidateQueries();
      onClose();
    },
  });
  const form = useForm<DecideValues>({
    defaultValues: {
      decision: payment.isReversal ? 'reverse' : 'credit',
      mandateId: payment.mandateId ?? '',
      amount: amountInField(payment.suggestedChf),
      reason: '',
    },
  });
  const submit = form.handleSubmit((values) => decide.mutate(decisionOf(values)));
  return (
    <DialogFrame title={<Trans>Decide about a payment</Trans>} isOpen isImportant onClose={onClose}>
      <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <PaymentFacts payment={payment} />
        <DecideFields form={form} payment={payment} problem={decide.error} />
        <div className="flex justify-end">
          <Button type="submit" look="primary" isPending={decide.isPending}>
            <Trans>Decide</Trans>
          </Button>
        </div>
      </form>
    </DialogFrame>
  );
}

function decisionOf({ decision, mandateId, amount, reason }: DecideValues): Decision {
  const isCredit = decision === 'credit';
  return {
    ...{ decision, reason: reason.trim() },
    ...(isCredit && mandateId !== '' ? { mandateId } : {}),
    ...(isCredit && amount.trim() !== '' ? { amountChf: amountOf(amount) ?? amount } : {}),
  };
}

function useOutcomeText(): (decided: Decided) => string {
  const { t } = useLingui();
  return ({ payment, owedChf }) => {
    if (payment.state === 'credited') {
      const amount = moneyText(nanoOf(payment.creditedChf ?? '0'), { decimals: 2 });
      return t`${amount} credited.`;
    }
    if (payment.state === 'reversed') {
      const owed = moneyText(nanoOf(owedChf ?? '0'), { decimals: 2 });
      return t`Taken back. Still owed: ${owed}.`;
    }
    return t`The payment is not credited.`;
  };
}

const FIELDS = ['amountChf', 'mandateId', 'reason'];

function DecideFields({
  form,
  payment,
  problem,
}: {
  readonly form: UseFormReturn<DecideValues>;
  readonly payment: BankPayment;
  readonly problem: unknown;
}): ReactElement {
  const { control } = form;
  const isCredit = useWatch({ control, name: 'decision' }) === 'credit';
  const isElsewhere = problem !== null && !FIELDS.includes(fieldOf(problem) ?? '');
  return (
    <>
      <DecisionField form={form} payment={payment} />
      {isCredit && (
        <>
          <Controller
            control={control}
            name="mandateId"
            render={({ field }) => (
              <MandateFinder
                value={field.value}
                named={payment}
                onChange={field.onChange}
                error={fieldProblem(problem, 'mandateId')}
              />
            )}
          />
          <AmountInput
            control={control}
            name="amount"
            label={<Trans>Credit</Trans>}
            hint={<Trans>What the balance gets, without VAT.</Trans>}
            sign="positive"
            refused={fieldProblem(problem, 'amountChf')}
          />
        </>
      )}
      <ReasonField
        control={control}
        name="reason"
        label={<Trans>Reason</Trans>}
        hint={<Trans>Stands in the booking and in the audit log.</Trans>}
        refused={fieldProblem(problem, 'reason')}
      />
      {isElsewhere && <ProblemBlock error={problem} />}
    </>
  );
}

function DecisionField({
  form,
  payment,
}: {
  readonly form: UseFormReturn<DecideValues>;
  readonly payment: BankPayment;
}): ReactElement {
  const { t } = useLingui();
  const credit = {
    value: 'credit',
    label: t`Credit it`,
    hint: t`The balance of a mandate is topped up.`,
  } as const;
  const reverse = {
    value: 'reverse',
    label: t`Take the top-up back`,
    hint: t`What the balance does not have is owed.`,
  } as const;
  const refuse = {
    value: 'refuse',
    label: t`Do not credit it`,
    hint: t`Send the money back by your e-banking, if it is to go back.`,
  } as const;
  return (
    <Controller
      control={form.control}
      name="decision"
      render={({ field }) => (
        <SelectField
          label={<Trans>What is done</Trans>}
          choices={[payment.isReversal ? reverse : credit, refuse]}
          value={field.value}
          onChange={field.onChange}
        />
      )}
    />
  );
}
