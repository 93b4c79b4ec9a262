import { dayText } from '#kernel/day-text.ts';
import { zurichTime } from '#kernel/zurich-time.ts';
import { dayAfter, dayBegin } from '#web/lib/days/day-range.ts';
import type { BookingFilter, Grouping } from '../filter/booking-filter.ts';
import type { Booking } from './booking-page.query.ts';

/**
 * What bookings are shown together by: a stretch of time, as text that sorts (`2026-10-25`, `2026-10-25 02+02:00`), or the id
 * of the chat or run that they were made for (`cnv_...`, `run_...`).
 */
export type GroupKey = string;

const HOUR_MS = 3_600_000;

/** The group of a booking; undefined for one that was made for no chat and no run, where these are the groups. */
export function groupOfBooking(
  { at, origin }: Pick<Booking, 'at' | 'origin'>,
  grouping: Grouping,
): GroupKey | undefined {
  if (grouping !== 'origin') return groupOfInstant(at, grouping);
  return origin?.feature === 'chat' ? origin.conversationId : origin?.runId;
}

/**
 * What narrows a list to one of its groups. A chat and a run are found by their id as a text; a list that is narrowed by
 * another text already cannot be counted so: undefined.
 */
export function groupQuery(
  group: GroupKey,
  { q }: Pick<BookingFilter, 'q'>,
): { readonly q: string } | { readonly from: string; readonly to: string } | undefined {
  if (!isOriginKey(group)) return groupInstants(group);
  return q === undefined || q === group ? { q: group } : undefined;
}

/** True for the group of a chat or a run. */
export function isOriginKey(group: GroupKey): boolean {
  return /^(?:cnv|run)_/.test(group);
}

/** The day or the hour in Zurich. The hour that comes twice in autumn is two groups. */
export function groupOfInstant(at: string, grouping: Exclude<Grouping, 'origin'>): GroupKey {
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
