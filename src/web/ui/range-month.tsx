import {
  type CalendarDate,
  parseDate,
  toCalendarDate,
  toZoned,
  type ZonedDateTime,
} from '@internationalized/date';
import { useLingui } from '@lingui/react/macro';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { ReactElement } from 'react';
import {
  Button,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  CalendarMonthPicker,
  CalendarYearPicker,
  RangeCalendar,
} from 'react-aria-components';
import { type DayRange, ZONE } from '#web/lib/days/day-range.ts';

/** One month in which two days are chosen; nothing lies after today. */
export function RangeMonth(props: {
  readonly value: DayRange;
  readonly today: string;
  readonly onChoose: (range: DayRange) => void;
}): ReactElement {
  const { t } = useLingui();
  const { from, to } = props.value;
  const last = parseDate(props.today);
  const hasValue = from !== undefined && to !== undefined;
  // The calendar takes the zone in which it is today from its value, so it always has one: else a day long ago.
  const value = {
    start: toZoned(hasValue ? parseDate(from) : FIRST_DAY, ZONE),
    end: toZoned(hasValue ? parseDate(to) : FIRST_DAY, ZONE),
  };
  return (
    <RangeCalendar<ZonedDateTime>
      aria-label={t`Two days of the calendar`}
      // As it opens, it shows what is chosen; the choice is made when the second day is.
      defaultValue={value}
      defaultFocusedValue={toZoned(hasValue ? earlier(parseDate(to), last) : last, ZONE)}
      minValue={toZoned(FIRST_DAY, ZONE)}
      maxValue={toZoned(last, ZONE)}
      onChange={({ start, end }) => props.onChoose({ from: dayOf(start), to: dayOf(end) })}
      className="w-63"
    >
      <MonthHeader />
      <CalendarGrid weekdayStyle="short" className="figures w-full border-separate border-spacing-y-0.5">
        <CalendarGridHeader>
          {(day) => (
            <CalendarHeaderCell className="pb-1 font-normal text-muted text-xs">{day}</CalendarHeaderCell>
          )}
        </CalendarGridHeader>
        <CalendarGridBody>{(date) => <CalendarCell date={date} className={CELL} />}</CalendarGridBody>
      </CalendarGrid>
    </RangeCalendar>
  );
}

const FIRST_DAY = parseDate('2000-01-01');

const CELL =
  'flex h-8 w-9 cursor-pointer items-center justify-center text-sm outline-offset-[-2px] hover:bg-sunken data-selected:bg-accent-soft data-selected:text-accent-strong data-selection-start:rounded-l-lg data-selection-start:bg-accent data-selection-start:text-on-accent data-selection-end:rounded-r-lg data-selection-end:bg-accent data-selection-end:text-on-accent data-outside-month:invisible data-disabled:cursor-default data-disabled:opacity-40 data-today:font-semibold data-today:underline data-today:underline-offset-4';

function MonthHeader(): ReactElement {
  return (
    <div className="mb-2 flex items-center justify-between gap-1">
      <Button slot="previous" className={STEP}>
        <ChevronLeft aria-hidden className="size-4" />
      </Button>
      <div className="flex gap-1">
        <CalendarMonthPicker format="long">{(picker) => <PeriodSelect {...picker} />}</CalendarMonthPicker>
        <CalendarYearPicker>{(picker) => <PeriodSelect {...picker} />}</CalendarYearPicker>
      </div>
      <Button slot="next" className={STEP}>
        <ChevronRight aria-hidden className="size-4" />
      </Button>
    </div>
  );
}

const STEP =
  'flex size-8 cursor-pointer items-center justify-center rounded-lg text-muted hover:bg-sunken hover:text-ink disabled:cursor-default disabled:opacity-40';

/** The browser's own list: short, known to everybody, and nothing more to load. */
function PeriodSelect(props: {
  readonly 'aria-label': string;
  readonly value: string | number;
  readonly onChange: (key: string | number) => void;
  readonly items: readonly { readonly id: number; readonly formatted: string }[];
}): ReactElement {
  return (
    <select
      aria-label={props['aria-label']}
      value={props.value}
      onChange={(event) => props.onChange(Number(event.target.value))}
      className="min-h-8 cursor-pointer rounded-md bg-raised px-1 font-medium text-sm hover:bg-sunken"
    >
      {props.items.map(({ id, formatted }) => (
        <option key={id} value={id}>
          {formatted}
        </option>
      ))}
    </select>
  );
}

function earlier(one: CalendarDate, other: CalendarDate): CalendarDate {
  return one.compare(other) < 0 ? one : other;
}

function dayOf(at: ZonedDateTime): string {
  return toCalendarDate(at).toString();
}
