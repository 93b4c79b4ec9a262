import { useLingui } from '@lingui/react/macro';
import { type ReactElement, useId } from 'react';
import { type ColumnSelection, isWithin } from './column-selection.ts';
import type { ColumnChoice } from './use-column-choice.ts';

/**
 * Lies over the bars and takes presses, drags and keys. To a screen reader it is a list of days of which some can be chosen:
 * arrows move, Shift with arrows stretches, Enter picks, Escape clears.
 */
export function ChartColumns({
  texts,
  picked,
  choice,
}: {
  /** What each column says. */
  readonly texts: readonly string[];
  readonly picked: ColumnSelection | undefined;
  readonly choice: ColumnChoice;
}): ReactElement {
  const { t } = useLingui();
  const id = useId();
  const marked = choice.draft ?? picked;
  return (
    <div
      role="listbox"
      tabIndex={0}
      aria-label={t`Bars of the chart: arrows move, Shift with arrows chooses several, Enter picks, Escape clears`}
      aria-multiselectable
      aria-orientation="horizontal"
      aria-activedescendant={`${id}${choice.active}`}
      {...choice.handlers}
      className="flex h-full w-full cursor-crosshair touch-pan-y select-none rounded-sm"
    >
      {texts.map((text, place) => (
        <div
          key={place}
          id={`${id}${place}`}
          role="option"
          tabIndex={-1}
          aria-selected={isWithin(marked, place)}
          aria-label={text}
          className={`min-w-0 flex-1 ${markOf(place, marked, choice.shown)}`}
        />
      ))}
    </div>
  );
}

function markOf(place: number, marked: ColumnSelection | undefined, shown: number | undefined): string {
  if (isWithin(marked, place)) return 'bg-accent/15 border-accent border-b-2';
  return place === shown ? 'bg-ink/6' : '';
}
