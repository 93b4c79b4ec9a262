import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement, ReactNode } from 'react';
import { Button } from '#web/ui/button.tsx';
import { DateRangeField } from '#web/ui/date-range-field.tsx';
import { AmountFilter } from './amount-filter.tsx';
import { type BookingFilter, isFiltered, readBookingSearch } from './booking-filter.ts';
import { ChoiceFilter } from './choice-filter.tsx';
import { TextFilter } from './text-filter.tsx';
import type { ChosenField } from './use-filter-choices.ts';

/** What restricts the list. Each condition is a chip of its own, which is set, changed and removed by itself. */
export function FilterBar(props: {
  readonly filter: BookingFilter;
  /** By a step of the history, so that Back takes the change back; a text that is being typed takes none. */
  readonly onChange: (change: BookingFilter, options?: { readonly replace: boolean }) => void;
  readonly onClear: () => void;
  /** Beside it: how the list is shown. */
  readonly children?: ReactNode;
}): ReactElement {
  const { t } = useLingui();
  const { filter, onChange } = props;
  const fields: readonly (readonly [ChosenField, string])[] = [
    ['type', t`Type`],
    ['provider', t`Provider`],
    ['model', t`Model`],
    ['user', t`User`],
    ['key', t`API key`],
    ['feature', t`Feature`],
    ['account', t`Account`],
  ];
  return (
    <search aria-label={t`Filter`} className="flex flex-col gap-3">
      <div className="grid items-end gap-3 sm:grid-cols-2 xl:grid-cols-[1fr_1fr_auto]">
        <DateRangeField
          label={t`Days`}
          value={{ from: filter.from, to: filter.to }}
          onChange={({ from, to }) => onChange({ from, to })}
          anyTime
        />
        <TextFilter value={filter.q} onChange={(q) => onChange({ q }, { replace: true })} />
        <div className="flex items-center gap-2 sm:max-xl:col-span-2 sm:max-xl:justify-end">
          {props.children}
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {fields.map(([field, label]) => (
          <ChoiceFilter
            key={field}
            field={field}
            label={label}
            filter={filter}
            // What is read as from an address has the type of its field.
            onChange={(value) => onChange({ [field]: readBookingSearch({ [field]: value })[field] })}
          />
        ))}
        <AmountFilter min={filter.min} max={filter.max} onChange={({ min, max }) => onChange({ min, max })} />
        {isFiltered(filter) && (
          <Button look="quiet" small onPress={props.onClear}>
            <Trans>Clear all</Trans>
          </Button>
        )}
      </div>
    </search>
  );
}
