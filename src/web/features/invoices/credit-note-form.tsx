import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useForm } from 'react-hook-form';
import { amountOf } from '#web/lib/amount/amount-text.ts';
import { nanoOf } from '#web/lib/nano-of.ts';
import { Button } from '#web/ui/button.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { AmountInput } from '../credit/amount-input.tsx';
import { ReasonField } from '../credit/reason-field.tsx';
import { fieldOf, fieldProblem } from '../two-steps/field-problem.ts';
import { useTwoSteps } from '../two-steps/use-two-steps.ts';
import { type Credited, type CreditWish, creditInvoice } from './credit-invoice.ts';
import { CreditNotePreview } from './credit-note-preview.tsx';
import type { DeedForm } from './deed-form.ts';

/** Credits an invoice, as a whole or in part: previewed, then issued once. */
export function CreditNoteForm({ mandateId, invoice, onDone }: DeedForm): ReactElement {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const { invoiceId, totalChf, creditedChf } = invoice;
  const steps = useTwoSteps<CreditWish, Credited>({
    send: (body, options) => creditInvoice({ mandateId, invoiceId }, body, options),
    onDone: ({ number }) => {
      void queryClient.invalidateQueries();
      onDone(t`Credit note ${number} is issued.`);
    },
  });
  const form = useForm({ defaultValues: { amount: '', reason: '' } });
  const { problem } = steps;
  if (steps.shown) return <CreditNotePreview credited={steps.shown} steps={steps} />;
  const submit = form.handleSubmit(({ amount, reason }) =>
    steps.show({ amountChf: amountOf(amount) ?? amount, reason: reason.trim() }),
  );
  const isShownAtField = ['amountChf', 'reason'].includes(fieldOf(problem) ?? '');
  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <AmountInput
        control={form.control}
        name="amount"
        label={<Trans>Amount with VAT</Trans>}
        sign="positive"
        autoFocus
        most={nanoOf(totalChf) - nanoOf(creditedChf)}
        refused={fieldProblem(problem, 'amountChf')}
      />
      <ReasonField
        control={form.control}
        name="reason"
        label={<Trans>Reason</Trans>}
        hint={<Trans>Printed on the credit note.</Trans>}
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
