import { zurichTime } from '#kernel/zurich-time.ts';
import { dayAfter, dayBegin } from '#web/lib/days/day-range.ts';
import { dayText } from '#web/lib/time-text.ts';
import type { Grouping } from '../filter/booking-filter.ts';

/** A stretch of time in which bookings are shown together, as text that sorts: `2026-10-25`, `2026-10-25 02+02:00`. */
export type GroupKey = string;

const HOUR_MS = 3_600_000;

/** The day or the hour in Zurich. The hour that comes twice in autumn is two groups. */
export function groupOfInstant(at: string, grouping: Grouping): GroupKey {
  const local = zurichTime(new Date(at));
  return grouping === 'day' ? local.slice(0, 10) : `${local.slice(0, 13)}${local.slice(-6)}`;
}

/** The instants between which a group lies: the first that counts, the first that does not any more. */
export function groupInstants(group: GroupKey): { readonly from: string; readonly to: string } {
  const [day = '', hour] = [group.slice(0, 10), group.slice(11)];
  if (hour === '') return { from: dayBegin(day).toISOString(), to: dayBegin(dayAfter(day)).toISOString() };
  const begin = new Date(`${day}T${hour.slice(0, 2)}:00:00${hour.slice(2)}`);
  return { from: begin.toISOString(), to: new Date(begin.getTime() + HOUR_MS).toISOString() };
}

/** `25.10.2026`, `25.10.2026 02:00–03:00`; with the offset where the hour comes twice that day. */
export function groupText(group: GroupKey): string {
  const day = dayText(group.slice(0, 10));
  if (group.length === 10) return day;
  const { from, to } = groupInstants(group);
  const clock = (at: string) => zurichTime(new Date(at)).slice(11, 16);
  const before = zurichTime(new Date(new Date(from).getTime() - HOUR_MS)).slice(0, 13);
  const after = zurichTime(new Date(to)).slice(0, 13);
  const comesTwice = [before, after].includes(group.slice(0, 13));
  // 02:00–03:00 in summer time ends when the clock says 02:00 again.
  const end = comesTwice ? '03:00' : clock(to);
  return `${day} ${clock(from)}–${end}${comesTwice ? ` ${group.slice(-6)}` : ''}`;
}
