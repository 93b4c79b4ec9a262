import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Controller, useForm, useWatch } from 'react-hook-form';
import { moneyText } from '#kernel/money-text.ts';
import { amountOf } from '#web/lib/amount/amount-text.ts';
import { nanoOf } from '#web/lib/nano-of.ts';
import { notify } from '#web/lib/notices.ts';
import { Button } from '#web/ui/button.tsx';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { SelectField } from '#web/ui/select-field.tsx';
import { AmountInput } from '../credit/amount-input.tsx';
import { ReasonField } from '../credit/reason-field.tsx';
import { fieldOf, fieldProblem } from '../two-steps/field-problem.ts';
import { type TwoSteps, useTwoSteps } from '../two-steps/use-two-steps.ts';
import { CallFacts } from './call-facts.tsx';
import { type Settled, type Settlement, settleCall } from './settle-unknown-call.ts';
import { SettledPreview } from './settled-preview.tsx';
import type { UnknownCall } from './unknown-calls.query.ts';

/** Ends a call of unknown cost: charged by the provider's own records, or written off. */
export function SettleDialog({
  call,
  onClose,
}: {
  readonly call: UnknownCall;
  readonly onClose: () => void;
}): ReactElement {
  return (
    <DialogFrame title={<Trans>Settle a call of unknown cost</Trans>} isOpen isImportant onClose={onClose}>
      <div className="flex flex-col gap-4">
        <CallFacts call={call} />
        <Steps call={call} onClose={onClose} />
      </div>
    </DialogFrame>
  );
}

function Steps({
  call,
  onClose,
}: {
  readonly call: UnknownCall;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const steps = useTwoSteps<Settlement, Settled>({
    send: (body, options) => settleCall(call, body, options),
    onDone: ({ chargedChf }) => {
      const amount = nanoOf(chargedChf);
      const text = moneyText(amount);
      notify(amount === 0n ? t`The call is written off.` : t`${text} charged.`);
      void queryClient.invalidateQueries();
      onClose();
    },
  });
  const form = useForm<SettleValues>({ defaultValues: { deed: 'charge', amount: '', reason: '' } });
  if (steps.shown) return <SettledPreview settled={steps.shown} steps={steps} />;
  return <SettleForm form={form} steps={steps} />;
}

interface SettleValues {
  readonly deed: 'charge' | 'write-off';
  readonly amount: string;
  readonly reason: string;
}

function SettleForm({
  form,
  steps,
}: {
  readonly form: ReturnType<typeof useForm<SettleValues>>;
  readonly steps: TwoSteps<Settlement, Settled>;
}): ReactElement {
  const { t } = useLingui();
  const { control } = form;
  const { problem } = steps;
  const isCharge = useWatch({ control, name: 'deed' }) === 'charge';
  const isShownAtField = ['amountChf', 'reason'].includes(fieldOf(problem) ?? '');
  const submit = form.handleSubmit(({ deed, amount, reason }) =>
    steps.show({
      amountChf: deed === 'charge' ? (amountOf(amount) ?? amount) : '0',
      reason: reason.trim(),
    }),
  );
  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <Controller
        control={control}
        name="deed"
        render={({ field }) => (
          <SelectField
            label={<Trans>How</Trans>}
            choices={[
              { value: 'charge', label: t`Charge it`, hint: t`As the provider’s own records say.` },
              { value: 'write-off', label: t`Write it off`, hint: t`The customer pays nothing.` },
            ]}
            value={field.value}
            onChange={field.onChange}
          />
        )}
      />
      {isCharge && (
        <AmountInput
          control={control}
          name="amount"
          label={<Trans>Charge</Trans>}
          hint={<Trans>In CHF, with markup.</Trans>}
          sign="positive"
          refused={fieldProblem(problem, 'amountChf')}
        />
      )}
      <ReasonField
        control={control}
        name="reason"
        label={<Trans>Reason</Trans>}
        hint={<Trans>How you know. Stands in the booking and in the audit log.</Trans>}
        refused={fieldProblem(problem, 'reason')}
      />
      {problem !== null && problem !== undefined && !isShownAtField && <ProblemBlock error={problem} />}
      <div className="flex justify-end">
        <Button type="submit" look="primary" isPending={steps.isShowing}>
          <Trans>Show preview</Trans>
        </Button>
      </div>
    </form>
  );
}
