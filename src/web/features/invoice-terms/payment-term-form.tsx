import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useEffect } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { Button } from '#web/ui/button.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { UnsavedGuard } from '../settings/unsaved-guard.tsx';
import { fieldProblem } from '../two-steps/field-problem.ts';
import { FormText } from '../two-steps/form-text.tsx';
import { type InvoiceTerms, invoiceTermsQuery, saveInvoiceTerms } from './invoice-terms.query.ts';
import { useUndoableSaving } from './use-undoable-saving.ts';
import { wholeNumber } from './whole-number.ts';

const MOST_DAYS = 120;

/** A form of its own: it is no part of the settings, which are saved all at once. */
export function PaymentTermForm(props: {
  readonly mandateId: string;
  readonly read: InvoiceTerms;
}): ReactElement {
  const { mandateId, read } = props;
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const saved = String(read.paymentDays);
  const form = useForm({ defaultValues: { days: saved } });
  const typed = useWatch({ control: form.control, name: 'days' });
  const isUnsaved = typed.trim() !== saved;
  const saving = useUndoableSaving<InvoiceTerms>({
    send: (terms) => saveInvoiceTerms(mandateId, terms),
    show: (terms) => queryClient.setQueryData(invoiceTermsQuery(mandateId).queryKey, terms),
    savedText: t`The payment term is saved.`,
  });
  // Saved, or taken back.
  useEffect(() => form.reset({ days: saved }), [saved, form]);
  const check = (text: string) =>
    (wholeNumber(text) ?? MOST_DAYS + 1) <= MOST_DAYS || t`Enter 0 to 120 days.`;
  const submit = form.handleSubmit(({ days }) =>
    saving.save({ before: read, value: { paymentDays: wholeNumber(days) ?? read.paymentDays } }),
  );
  const refused = fieldProblem(saving.error, 'paymentDays');
  const problem = refused === undefined ? (saving.error ?? saving.undoError) : null;
  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <UnsavedGuard isUnsaved={isUnsaved} />
      <div className="sm:max-w-80">
        <FormText
          control={form.control}
          name="days"
          label={<Trans>Payment term</Trans>}
          hint={<Trans>For the next invoices; those that are issued keep theirs.</Trans>}
          end={t`days`}
          inputMode="numeric"
          maxLength={4}
          rules={{ validate: check }}
          refused={refused}
        />
      </div>
      {problem && <ProblemBlock error={problem} />}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look="primary" isPending={saving.isPending}>
          <Trans>Save the payment term</Trans>
        </Button>
        <Button onPress={() => form.reset({ days: saved })} isDisabled={!isUnsaved || saving.isPending}>
          <Trans>Discard changes</Trans>
        </Button>
      </div>
    </form>
  );
}
