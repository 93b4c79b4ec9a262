const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long ago something was, in the largest unit that is full: never less than a minute. */
export function ageOf(
  at: string,
  now: number,
): { readonly count: number; readonly unit: 'minute' | 'hour' | 'day' } {
  const ms = Math.max(MINUTE_MS, now - Date.parse(at));
  if (ms >= DAY_MS) return { count: Math.floor(ms / DAY_MS), unit: 'day' };
  if (ms >= HOUR_MS) return { count: Math.floor(ms / HOUR_MS), unit: 'hour' };
  return { count: Math.floor(ms / MINUTE_MS), unit: 'minute' };
}
