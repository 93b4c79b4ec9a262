const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/**
 * How long to wait before the connection is tried again, after so many attempts that failed: half a second, then twice as long
 * each time, up to half a minute. Between half and all of it by chance, so that many pages do not come back at once.
 */
export function reconnectDelayMs(failures: number, chance = Math.random()): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10));
  return Math.round(longest * (0.5 + chance / 2));
}
