import { useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { DateRangeField } from '#web/ui/date-range-field.tsx';
import { SelectField } from '#web/ui/select-field.tsx';
import { type Dimension, type OverviewSearch, PERIODS, type Period } from '../spend/overview-search.ts';
import type { SpendView } from '../spend/spend-view.ts';

/** Which days, what a bar stands for, and what it is made of. */
export function ChartControls({
  view,
  onChange,
}: {
  readonly view: SpendView;
  readonly onChange: (change: Partial<OverviewSearch>) => void;
}): ReactElement {
  const { t } = useLingui();
  const periods: Readonly<Record<Period, string>> = { day: t`Day`, month: t`Month`, year: t`Year` };
  const dimensions: Readonly<Record<Dimension, string>> = {
    model: t`Model`,
    provider: t`Provider`,
    user: t`User`,
    feature: t`Feature`,
  };
  return (
    <div className="mb-4 grid grid-cols-1 gap-3 sm:grid-cols-[minmax(16rem,24rem)_minmax(7rem,9rem)_minmax(8rem,11rem)]">
      <DateRangeField
        label={t`Days`}
        value={view.range}
        today={view.today}
        onChange={({ from, to }) => onChange({ from, to, per: undefined, days: undefined })}
      />
      <SelectField
        label={t`One bar per`}
        choices={PERIODS.map((value) => ({ value, label: periods[value] }))}
        value={view.range.per}
        onChange={(per) => onChange({ per, days: undefined })}
      />
      <SelectField
        label={t`Split by`}
        choices={view.dimensions.map((value) => ({ value, label: dimensions[value] }))}
        value={view.by}
        onChange={(by) => onChange({ by })}
      />
    </div>
  );
}
