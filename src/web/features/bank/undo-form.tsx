import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useForm } from 'react-hook-form';
import { notify } from '#web/lib/notices.ts';
import { Button } from '#web/ui/button.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { ReasonField } from '../credit/reason-field.tsx';
import { decideAboutPayment } from './bank-calls.ts';
import type { BankPayment } from './bank-payments.query.ts';
import { PaymentFacts } from './payment-facts.tsx';

/** Takes a decision back: the credit leaves the balance again, if it is there still, and the payment waits. */
export function UndoForm({
  payment,
  onEnd,
}: {
  readonly payment: BankPayment;
  readonly onEnd: () => void;
}): ReactElement {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const form = useForm({ defaultValues: { reason: '' } });
  const undo = useMutation({
    mutationFn: (reason: string) => decideAboutPayment(payment, { decision: 'undo', reason }),
    onSuccess: async () => {
      notify(t`The payment waits again.`);
      await queryClient.invalidateQueries();
      onEnd();
    },
  });
  const submit = form.handleSubmit(({ reason }) => undo.mutate(reason.trim()));
  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <PaymentFacts payment={payment} />
      <p>
        <Trans>
          A credit leaves the balance again, as an adjustment; then the payment is to be decided anew.
        </Trans>
      </p>
      <ReasonField
        control={form.control}
        name="reason"
        label={<Trans>Reason</Trans>}
        hint={<Trans>Stands in the booking and in the audit log.</Trans>}
      />
      {undo.error !== null && <ProblemBlock error={undo.error} />}
      <div className="flex flex-wrap justify-end gap-3">
        <Button onPress={onEnd} isDisabled={undo.isPending}>
          <Trans>Back</Trans>
        </Button>
        <Button type="submit" look="danger" isPending={undo.isPending}>
          <Trans>Undo</Trans>
        </Button>
      </div>
    </form>
  );
}
