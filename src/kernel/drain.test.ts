import { expect, test } from 'vitest';
import { drain, throwFaults, tryAlone } from './drain.ts';
import { AppError } from './error.ts';

/** Ten numbers to be done; a batch with one of `bad` in it fails as a whole. */
function tenNumbers(bad: readonly number[]) {
  let due = Array.from({ length: 10 }, (_, index) => index);
  const left: number[] = [];
  const batches: number[] = [];
  const run = drain<number>(
    4,
    async ({ most, tried }) => {
      tried.push(...due.slice(0, most));
      batches.push(tried.length);
      if (tried.some((one) => bad.includes(one))) throw new Error('bad');
      due = due.filter((one) => !tried.includes(one));
      return tried.length;
    },
    (one) => {
      left.push(one);
      due = due.filter((other) => other !== one);
    },
  );
  return { run, left, batches };
}

test('what cannot be done is left alone, and all others are done', async () => {
  const { run, left, batches } = tenNumbers([2, 5]);
  expect(await run).toBe(8);
  expect(left).toEqual([2, 5]);
  expect(batches.slice(0, 5)).toEqual([4, 1, 1, 1, 1]);
});

test('without a database nothing is tried again, nor where nothing was begun', async () => {
  const unavailable = new AppError('database_unavailable');
  for (const tried of [[1, 2], []]) {
    let count = 0;
    const run = drain<number>(
      2,
      async (batch) => {
        count++;
        batch.tried.push(...tried);
        throw tried.length > 0 ? unavailable : new Error('before');
      },
      () => undefined,
    );
    await expect(run).rejects.toThrow();
    expect(count).toBe(1);
  }
});

test('faults are thrown at the end, all of them', async () => {
  const faults: unknown[] = [];
  for (const name of ['a', 'b']) await tryAlone(faults, () => Promise.reject(new Error(name)));
  expect(() => throwFaults(faults)).toThrow('2 could not be done');
  expect(() => throwFaults(faults.slice(1))).toThrow('b');
  throwFaults([]);
});
