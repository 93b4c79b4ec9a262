import { dayText } from '#kernel/day-text.ts';
import { zurichTime } from '#kernel/zurich-time.ts';

/** Instants and days as people read them: always Zurich's, wherever the browser is, `31.12.2026 23:59` in every language. */

const HOUR_MS = 3_600_000;

/** `27.11.2026 14:05`. In the hour that comes twice in autumn with its offset: `25.10.2026 02:30 +01:00`. */
export function timeText(instant: string | Date, options: { readonly seconds?: boolean } = {}): string {
  const at = new Date(instant);
  const local = zurichTime(at);
  const clock = local.slice(11, options.seconds ? 19 : 16);
  return `${dayText(local.slice(0, 10))} ${clock}${comesTwice(at) ? ` ${local.slice(-6)}` : ''}`;
}

/** `14:05:09` of that day. */
export function clockText(instant: string | Date): string {
  return zurichTime(new Date(instant)).slice(11, 19);
}

/** The day on which an instant lies in Zurich: `2026-11-27`. */
export function zurichDay(instant: string | Date): string {
  return zurichTime(new Date(instant)).slice(0, 10);
}

/** `Fr 27.11.`: where a column has little room. */
export function shortDayText(day: string, language: string): string {
  const format = new Intl.DateTimeFormat(`${language}-CH`, { weekday: 'short', timeZone: 'UTC' });
  return `${format.format(new Date(`${day}T00:00:00Z`)).replace('.', '')} ${day.slice(8)}.${day.slice(5, 7)}.`;
}

/** True in the hour before and after the clock is put back. */
function comesTwice(at: Date): boolean {
  const local = zurichTime(at).slice(0, 19);
  return [-HOUR_MS, HOUR_MS].some(
    (shift) => zurichTime(new Date(at.getTime() + shift)).slice(0, 19) === local,
  );
}
