import { AppError } from './error.ts';

export interface Batch<Item> {
  /** So many at most. */
  readonly most: number;
  /** What it has begun with: to be filled before the work is done. */
  readonly tried: Item[];
}

/**
 * Does what is due, batch by batch, until one answers that it did nothing. One thing that cannot be done keeps none of the others from their turn: a
 * batch that fails is done one by one, and `leave` is told what failed alone: after that it must not be taken again. Answers how much was
 * done. `database_unavailable` is thrown at once, and so is what fails before anything was begun.
 */
export async function drain<Item>(
  atATime: number,
  doSome: (batch: Batch<Item>) => Promise<number>,
  leave: (item: Item, error: unknown) => Promise<void> | void,
): Promise<number> {
  let done = 0;
  let singly = 0;
  for (;;) {
    const tried: Item[] = [];
    try {
      const count = await doSome({ most: singly > 0 ? 1 : atATime, tried });
      if (count === 0) return done;
      done += count;
      singly -= 1;
    } catch (error) {
      const [only, another] = tried;
      if (only === undefined || isUnavailable(error)) throw error;
      if (another === undefined) await leave(only, error);
      else singly = tried.length;
    }
  }
}

/** Does the work; what is wrong with it is put on the list, so that others get their turn. Throws `database_unavailable` at once. */
export async function tryAlone(faults: unknown[], work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isUnavailable(error)) throw error;
    faults.push(error);
  }
}

/** Throws what is on the list, if there is something. */
export function throwFaults(faults: readonly unknown[]): void {
  if (faults.length === 0) return;
  throw faults.length === 1 ? faults[0] : new AggregateError(faults, `${faults.length} could not be done`);
}

/** Nothing is wrong with what was to be done: it may succeed later. */
export function isUnavailable(error: unknown): boolean {
  return error instanceof AppError && error.code === 'database_unavailable';
}
