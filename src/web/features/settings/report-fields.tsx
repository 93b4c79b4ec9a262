import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { type Control, Controller } from 'react-hook-form';
import { LANGUAGES } from '#kernel/language.ts';
import { LANGUAGE_NAMES } from '#web/lib/language/page-language.ts';
import { Panel } from '#web/ui/panel.tsx';
import { SelectField } from '#web/ui/select-field.tsx';
import { SwitchField } from '#web/ui/switch-field.tsx';
import { RecipientsField } from './recipients-field.tsx';
import { ReportStopList } from './report-stop-list.tsx';
import type { SettingsValues } from './settings-values.ts';

/** Who gets warnings and reports, whether there is a report, and in which language. */
export function ReportFields({
  control,
  refusedOf,
}: {
  readonly control: Control<SettingsValues>;
  readonly refusedOf: (field: string) => string | undefined;
}): ReactElement {
  return (
    <Panel
      title={<Trans>Recipients and report</Trans>}
      lead={<Trans>Who gets the warnings and the monthly report.</Trans>}
    >
      <div className="flex flex-col gap-5">
        <Controller
          control={control}
          name="recipients"
          render={({ field }) => (
            <RecipientsField
              value={field.value}
              onChange={field.onChange}
              refused={refusedOf('recipients')}
            />
          )}
        />
        <ReportStopList />
        <Controller
          control={control}
          name="reportEnabled"
          render={({ field }) => (
            <SwitchField
              label={<Trans>Monthly report</Trans>}
              hint={<Trans>On the first of each month, about the month before.</Trans>}
              isSelected={field.value}
              onChange={field.onChange}
            />
          )}
        />
        <Controller
          control={control}
          name="userReports"
          render={({ field }) => (
            <SwitchField
              label={<Trans>A report for each user</Trans>}
              hint={<Trans>Whoever has made calls gets one about his own.</Trans>}
              isSelected={field.value}
              onChange={field.onChange}
            />
          )}
        />
        <Controller
          control={control}
          name="language"
          render={({ field }) => (
            <div className="max-w-xs">
              <SelectField
                label={<Trans>Language</Trans>}
                hint={<Trans>Of warnings, reports and statements.</Trans>}
                choices={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
                value={field.value}
                onChange={field.onChange}
              />
            </div>
          )}
        />
      </div>
    </Panel>
  );
}
