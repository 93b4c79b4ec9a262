import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { monthText } from '#kernel/day-text.ts';
import { zurichDay } from '#web/lib/time-text.ts';
import { Button } from '#web/ui/button.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { SelectField } from '#web/ui/select-field.tsx';
import { fieldOf, fieldProblem } from '../two-steps/field-problem.ts';
import { invoiceMonths } from './invoice-months.ts';
import type { InvoiceRule } from './invoice-terms.query.ts';
import { reminderDaysOf, type TypedReminders, typedReminders } from './reminder-days.ts';
import { ReminderFields } from './reminder-fields.tsx';
import type { UndoableSaving } from './use-undoable-saving.ts';

export interface RuleValues {
  readonly firstMonth: string;
  readonly reminders: TypedReminders;
}

/** From when on invoices are issued, and when reminders are sent; of all mandates. */
export function RuleForm(props: {
  readonly rule: InvoiceRule;
  readonly saving: UndoableSaving<InvoiceRule>;
  readonly onClose: () => void;
}): ReactElement {
  const { rule, saving, onClose } = props;
  const { i18n } = useLingui();
  const form = useForm<RuleValues>({
    defaultValues: { firstMonth: rule.firstMonth, reminders: typedReminders(rule.reminderDays) },
  });
  const { error } = saving;
  const months = invoiceMonths(zurichDay(new Date()), rule.firstMonth);
  const submit = form.handleSubmit(({ firstMonth, reminders }) =>
    saving.save({ before: rule, value: { firstMonth, reminderDays: reminderDaysOf(reminders) } }),
  );
  const isOfField = /^(firstMonth|reminderDays)/.test(fieldOf(error) ?? '');
  return (
    <form noValidate className="flex flex-col gap-5" onSubmit={(event) => void submit(event)}>
      <Controller
        control={form.control}
        name="firstMonth"
        render={({ field }) => (
          <SelectField
            label={<Trans>First month with an invoice</Trans>}
            hint={
              <Trans>
                Months before it are not invoiced. If you choose an earlier one, its invoices are issued the
                next morning.
              </Trans>
            }
            choices={months.map((value) => ({ value, label: monthText(value, i18n.locale) }))}
            value={field.value}
            onChange={field.onChange}
            error={fieldProblem(error, 'firstMonth')}
          />
        )}
      />
      <ReminderFields form={form} refused={refusedReminders(error)} />
      {error && !isOfField && <ProblemBlock error={error} />}
      <div className="flex flex-wrap justify-end gap-3">
        <Button onPress={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button type="submit" look="primary" isPending={saving.isPending}>
          <Trans>Save</Trans>
        </Button>
      </div>
    </form>
  );
}

/** The server names the list, or one of its days. */
function refusedReminders(error: unknown): string | undefined {
  const field = fieldOf(error);
  return field?.startsWith('reminderDays') ? fieldProblem(error, field) : undefined;
}
