import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import { FormText } from '../two-steps/form-text.tsx';
import { type ReminderFault, reminderFault } from './reminder-days.ts';
import type { RuleValues } from './rule-form.tsx';

/** On which day each of the three reminders is sent; an empty field: it is not. */
export function ReminderFields({
  form,
  refused,
}: {
  readonly form: UseFormReturn<RuleValues>;
  readonly refused: string | undefined;
}): ReactElement {
  const { t } = useLingui();
  const words: Readonly<Record<ReminderFault, string>> = {
    'no-days': t`Enter 1 to 365 days.`,
    gap: t`Fill in the reminder before it first.`,
    'not-later': t`Enter more days than for the reminder before it.`,
  };
  const rulesOf = (level: number) => ({
    validate: (_typed: string, { reminders }: RuleValues) => {
      const fault = reminderFault(reminders, level);
      return fault === undefined || words[fault];
    },
  });
  const common = { control: form.control, inputMode: 'numeric', maxLength: 4, end: t`days` } as const;
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1 font-medium text-sm">
        <Trans>Reminders, in days after the invoice was due</Trans>
      </legend>
      <div className="grid items-start gap-3 sm:grid-cols-3">
        <FormText
          {...common}
          name="reminders.0"
          label={<Trans>First</Trans>}
          rules={rulesOf(0)}
          refused={refused}
        />
        <FormText {...common} name="reminders.1" label={<Trans>Second</Trans>} rules={rulesOf(1)} />
        <FormText {...common} name="reminders.2" label={<Trans>Last</Trans>} rules={rulesOf(2)} />
      </div>
      <p className="text-muted text-sm">
        <Trans>Left empty: it is not sent. On weekends reminders wait for Monday.</Trans>
      </p>
    </fieldset>
  );
}
