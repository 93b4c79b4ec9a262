import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { monthText } from '#kernel/day-text.ts';
import { zurichDay } from '#web/lib/time-text.ts';
import { SelectField } from '#web/ui/select-field.tsx';
import { pastMonths } from './past-months.ts';

const MONTHS = 24;
const NONE = 'none';

/** Any past month, also one that no report was sent of. */
export function ReportMonthField({ onChoose }: { readonly onChoose: (month: string) => void }): ReactElement {
  const { t, i18n } = useLingui();
  const months = pastMonths(zurichDay(new Date()), MONTHS);
  return (
    <div className="sm:max-w-64">
      <SelectField
        label={<Trans>Look at the report of a month</Trans>}
        choices={[
          { value: NONE, label: t`Choose a month` },
          ...months.map((value) => ({ value, label: monthText(value, i18n.locale) })),
        ]}
        value={NONE}
        onChange={(value) => value !== NONE && onChoose(value)}
      />
    </div>
  );
}
