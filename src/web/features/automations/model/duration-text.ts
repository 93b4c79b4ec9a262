const SECOND_MS = 1_000;
const MINUTE_S = 60;

/** `4.2 s`, `3 min 05 s`; undefined: it is not over. */
export function durationText(from: string | null, to: string | null): string | undefined {
  if (from === null || to === null) return undefined;
  const seconds = (Date.parse(to) - Date.parse(from)) / SECOND_MS;
  if (seconds < MINUTE_S) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / MINUTE_S)} min ${String(whole % MINUTE_S).padStart(2, '0')} s`;
}
