/**
 * Runs the work so many times at once, and waits for each of them however the others end; then throws the first error. For what takes its
 * share of a common list by itself: while one run waits, another computes.
 */
export async function atOnce<Result>(runs: number, work: () => Promise<Result>): Promise<readonly Result[]> {
  const all = Array.from({ length: runs }, work);
  await Promise.allSettled(all);
  return Promise.all(all);
}
