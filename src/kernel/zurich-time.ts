/** `2026-10-25 02:30:00.123+01:00`: with the offset, since one hour of that day comes twice. */
export function zurichTime(at: Date): string {
  const offset = zurichOffsetMinutes(at.getTime());
  const local = new Date(at.getTime() + offset * MINUTE_MS).toISOString();
  const sign = offset < 0 ? '-' : '+';
  const hours = Math.floor(Math.abs(offset) / 60);
  const minutes = Math.abs(offset) % 60;
  return `${local.slice(0, 10)} ${local.slice(11, -1)}${sign}${twoDigits(hours)}:${twoDigits(minutes)}`;
}

/** The instant at which clocks in Zurich show so many seconds after midnight of the day (`2026-11-27`); not for the two hours of a change. */
export function zurichInstant(day: string, seconds: number): Date {
  const asUtc = Date.parse(`${day}T00:00:00Z`) + seconds * 1000;
  return new Date(asUtc - zurichOffsetMinutes(asUtc - HOUR_MS) * MINUTE_MS);
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const PARTS = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Zurich',
  dateStyle: 'short',
  timeStyle: 'medium',
  hourCycle: 'h23',
});

/** Intl takes microseconds for each instant; a list of bookings asks for the same hours again and again. */
const offsets = new Map<number, number>();
const MOST_KEPT = 10_000;

/** The clock changes at full hours of UTC, so an hour has one offset. */
function zurichOffsetMinutes(millis: number): number {
  const hour = Math.floor(millis / HOUR_MS);
  const known = offsets.get(hour);
  if (known !== undefined) return known;
  const begin = hour * HOUR_MS;
  const parts = Object.fromEntries(
    PARTS.formatToParts(begin).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour: localHour = 0, minute = 0, second = 0 } = parts;
  const offset = (Date.UTC(year, month - 1, day, localHour, minute, second) - begin) / MINUTE_MS;
  if (offsets.size >= MOST_KEPT) offsets.clear();
  offsets.set(hour, offset);
  return offset;
}

function twoDigits(value: number): string {
  return value.toString().padStart(2, '0');
}
