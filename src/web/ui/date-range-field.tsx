import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { CalendarDays } from 'lucide-react';
import { type ReactElement, useId, useState } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import {
  type DayRange,
  isSameRange,
  presetRange,
  RANGE_PRESETS,
  type RangePreset,
  ZONE,
  zurichToday,
} from '#web/lib/days/day-range.ts';
import { rangeText } from '#web/lib/days/range-text.ts';
import { RangeMonth } from './range-month.tsx';

/**
 * Days in Zurich, from one to another, both included: a preset, or two days of a calendar. The zone stands beside the days.
 * With `anyTime` no range at all can be chosen too.
 */
export function DateRangeField(props: {
  readonly label: string;
  readonly value: DayRange;
  readonly onChange: (range: DayRange) => void;
  /** As the server says; else by the clock of this computer, in Zurich. */
  readonly today?: string | undefined;
  readonly anyTime?: boolean;
}): ReactElement {
  const [isOpen, setIsOpen] = useState(false);
  const { t } = useLingui();
  const labelId = useId();
  const valueId = useId();
  const choose = (range: DayRange) => {
    setIsOpen(false);
    if (!isSameRange(range, props.value)) props.onChange(range);
  };
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span id={labelId} className="font-medium text-sm">
        {props.label}
      </span>
      <DialogTrigger isOpen={isOpen} onOpenChange={setIsOpen}>
        <Button
          aria-labelledby={`${labelId} ${valueId}`}
          className="field-box flex w-full cursor-pointer items-center gap-2 text-left"
        >
          <CalendarDays aria-hidden className="size-4 shrink-0 text-muted" />
          <span id={valueId} className="flex min-w-0 flex-1 flex-wrap items-baseline justify-between gap-x-3">
            <span className="figures">{rangeText(props.value, (text) => t(text))}</span>
            <span className="text-muted text-xs">{ZONE}</span>
          </span>
        </Button>
        <Popover
          placement="bottom start"
          className="max-w-[calc(100vw-1rem)] overflow-auto rounded-xl border border-line bg-raised shadow-float"
        >
          <Dialog aria-labelledby={labelId} className="flex flex-col gap-3 p-3 outline-none sm:flex-row">
            <Presets
              value={props.value}
              today={props.today ?? zurichToday()}
              anyTime={props.anyTime ?? false}
              onChoose={choose}
            />
            <div className="flex flex-col gap-2 sm:border-line sm:border-l sm:pl-3">
              <RangeMonth value={props.value} today={props.today ?? zurichToday()} onChoose={choose} />
              <p className="text-muted text-xs">
                <Trans>Days from midnight to midnight in {ZONE}</Trans>
              </p>
            </div>
          </Dialog>
        </Popover>
      </DialogTrigger>
    </div>
  );
}

function Presets(props: {
  readonly value: DayRange;
  readonly today: string;
  readonly anyTime: boolean;
  readonly onChoose: (range: DayRange) => void;
}): ReactElement {
  const { t } = useLingui();
  const choices = RANGE_PRESETS.map((preset) => ({
    text: PRESET_TEXTS[preset],
    range: presetRange(preset, props.today),
  }));
  if (props.anyTime) choices.push({ text: msg`Any time`, range: {} });
  const chosen = choices.find(({ range }) => isSameRange(range, props.value));
  return (
    <ul className="grid grid-cols-2 gap-0.5 sm:flex sm:w-36 sm:flex-col">
      {choices.map((choice) => (
        <li key={choice.text.id}>
          <Button
            onPress={() => props.onChoose(choice.range)}
            aria-pressed={choice === chosen}
            className="min-h-8 w-full cursor-pointer rounded-md px-2.5 py-1 text-left text-sm hover:bg-sunken aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent-strong"
          >
            {t(choice.text)}
          </Button>
        </li>
      ))}
    </ul>
  );
}

const PRESET_TEXTS: Readonly<Record<RangePreset, MessageDescriptor>> = {
  today: msg`Today`,
  yesterday: msg`Yesterday`,
  '7-days': msg`Last 7 days`,
  '30-days': msg`Last 30 days`,
  '90-days': msg`Last 90 days`,
  'this-month': msg`This month`,
  'last-month': msg`Last month`,
  'this-year': msg`This year`,
  'last-year': msg`Last year`,
};
