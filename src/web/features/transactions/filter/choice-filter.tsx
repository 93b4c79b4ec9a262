import { Trans } from '@lingui/react/macro';
import { type ReactElement, useState } from 'react';
import { ChoiceList } from '#web/ui/choice-list.tsx';
import { FilterChip } from '#web/ui/filter-chip.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import type { BookingFilter } from './booking-filter.ts';
import { type ChosenField, useFilterChoices } from './use-filter-choices.ts';

/** A condition that is chosen from a list. What the address names stays, even where the list does not know it. */
export function ChoiceFilter(props: {
  readonly field: ChosenField;
  readonly label: string;
  readonly filter: BookingFilter;
  readonly onChange: (value: string | undefined) => void;
}): ReactElement {
  const [isOpen, setIsOpen] = useState(false);
  const value = props.filter[props.field];
  const found = useFilterChoices(props.field, props.filter, isOpen || value !== undefined);
  const label = found.choices.find((choice) => choice.value === value)?.label;
  return (
    <FilterChip
      label={props.label}
      value={value === undefined ? undefined : (label ?? value)}
      onRemove={() => props.onChange(undefined)}
      onOpenChange={setIsOpen}
    >
      {(close) => {
        if (found.error) return <ProblemBlock error={found.error} retry={found.retry} />;
        if (found.isLoading) return <Skeleton className="m-3 h-24" />;
        if (found.choices.length === 0)
          return (
            <p className="p-3 text-muted text-sm">
              <Trans>There is nothing to choose from in these days.</Trans>
            </p>
          );
        return (
          <ChoiceList
            label={props.label}
            choices={found.choices}
            value={value}
            onChoose={(chosen) => {
              close();
              props.onChange(chosen);
            }}
          />
        );
      }}
    </FilterChip>
  );
}
