/** Registers how to stop what was just started. */
export type Defer = (stop: () => unknown) => void;

const open = new Set<(() => unknown)[]>();

/** Runs `body` and then stops what it started, the last first, however it ended. */
export async function inScope<Result>(body: (defer: Defer) => Promise<Result>): Promise<Result> {
  const stops: (() => unknown)[] = [];
  open.add(stops);
  try {
    return await body((stop) => stops.push(stop));
  } finally {
    await stopAll(stops);
    open.delete(stops);
  }
}

/** For a signal: stops what any scope has started, the innermost first. */
export async function stopEverything(): Promise<void> {
  for (const stops of [...open].reverse()) await stopAll(stops);
}

async function stopAll(stops: (() => unknown)[]): Promise<void> {
  for (let stop = stops.pop(); stop; stop = stops.pop()) {
    try {
      await stop();
    } catch (error) {
      process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    }
  }
}
