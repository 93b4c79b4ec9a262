import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useForm } from 'react-hook-form';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';
import { Button } from '#web/ui/button.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { ReasonField } from '../credit/reason-field.tsx';
import { fieldProblem } from '../two-steps/field-problem.ts';
import type { DeedForm } from './deed-form.ts';

const HOLD = '/api/admin/mandates/{mandateId}/billing/invoices/{invoiceId}/hold';

/** Holds the reminders of an invoice with a reason, or lets them go on. */
export function HoldForm({ mandateId, invoice, onDone }: DeedForm): ReactElement {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const { invoiceId, holdReason } = invoice;
  const form = useForm({ defaultValues: { reason: holdReason ?? '' } });
  const hold = useMutation({
    mutationFn: (reason: string | null) =>
      answerOf(apiIn(mandateId).PUT(HOLD, { params: { path: { mandateId, invoiceId } }, body: { reason } })),
    onSuccess: (_nothing, reason) => {
      void queryClient.invalidateQueries({ queryKey: ['invoices'] });
      onDone(reason === null ? t`Reminders go on.` : t`No reminders are sent.`);
    },
  });
  const submit = form.handleSubmit(({ reason }) => hold.mutate(reason.trim()));
  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <ReasonField
        control={form.control}
        name="reason"
        label={<Trans>Why no reminders are sent</Trans>}
        hint={<Trans>For instance that the invoice is disputed. The customer sees it too.</Trans>}
        refused={fieldProblem(hold.error, 'reason')}
      />
      {hold.error !== null && <ProblemBlock error={hold.error} />}
      <div className="flex flex-wrap justify-end gap-2">
        {holdReason !== undefined && (
          <Button onPress={() => hold.mutate(null)} isDisabled={hold.isPending}>
            <Trans>Let them go on</Trans>
          </Button>
        )}
        <Button type="submit" look="primary" isPending={hold.isPending}>
          <Trans>Hold reminders</Trans>
        </Button>
      </div>
    </form>
  );
}
