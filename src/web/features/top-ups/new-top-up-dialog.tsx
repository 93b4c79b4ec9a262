import { Trans } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { useForm } from 'react-hook-form';
import { AmountInput } from '#web/features/credit/amount-input.tsx';
import { useActing } from '#web/features/me/use-acting.ts';
import { fieldOf, fieldProblem } from '#web/features/two-steps/field-problem.ts';
import { amountOf } from '#web/lib/amount/amount-text.ts';
import { Button } from '#web/ui/button.tsx';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { askForTopUp } from './top-up-calls.ts';

/** Asks for a bill over an amount. Sending it again after a lost answer makes no second one. */
export function NewTopUpDialog({
  onClose,
  onAsked,
}: {
  readonly onClose: () => void;
  readonly onAsked: (requestId: string) => void;
}): ReactElement {
  const { mandate } = useActing();
  const queryClient = useQueryClient();
  const [key] = useState(() => crypto.randomUUID());
  const form = useForm({ defaultValues: { amount: '' } });
  const ask = useMutation({
    mutationFn: (
      amountChf: string, // Another amount is another request.
    ) => askForTopUp(mandate.id, { amountChf, idempotencyKey: `${key}-${amountChf}` }),
    onSuccess: async ({ requestId }) => {
      await queryClient.invalidateQueries({ queryKey: ['top-up-requests'] });
      onAsked(requestId);
    },
  });
  const submit = form.handleSubmit(({ amount }) => ask.mutate(amountOf(amount) ?? amount));
  return (
    <DialogFrame title={<Trans>Top up by bank transfer</Trans>} isOpen isImportant onClose={onClose}>
      <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <AmountInput
          control={form.control}
          name="amount"
          label={<Trans>Amount</Trans>}
          hint={
            <Trans>What is to be added to the balance. You get a QR-bill for it, here and by mail.</Trans>
          }
          sign="positive"
          autoFocus
          refused={fieldProblem(ask.error, 'amountChf')}
        />
        {ask.error !== null && fieldOf(ask.error) !== 'amountChf' && <ProblemBlock error={ask.error} />}
        <div className="flex justify-end">
          <Button type="submit" look="primary" isPending={ask.isPending}>
            <Trans>Get the QR-bill</Trans>
          </Button>
        </div>
      </form>
    </DialogFrame>
  );
}
