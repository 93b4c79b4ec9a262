const A_DAY_MS = 86_400_000;

/** The first day on which a new price or rate can begin: `2026-11-28`. They begin at 00:00 UTC. */
export function tomorrowUtc(now = Date.now()): string {
  return new Date(now + A_DAY_MS).toISOString().slice(0, 10);
}
