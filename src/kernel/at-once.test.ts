import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { atOnce } from './at-once.ts';

test('runs share one list, side by side', async () => {
  const list = [1, 2, 3, 4, 5];
  const taken = await atOnce(2, async () => {
    const mine: number[] = [];
    for (let item = list.shift(); item !== undefined; item = list.shift()) {
      mine.push(item);
      await setImmediate();
    }
    return mine;
  });
  expect(taken).toEqual([
    [1, 3, 5],
    [2, 4],
  ]);
});

test('one that fails is thrown, but only when the others have ended', async () => {
  const ended: string[] = [];
  const works = [
    () => Promise.reject(new Error('the first')),
    async () => {
      await setImmediate();
      ended.push('the second');
    },
  ];
  await expect(atOnce(2, () => works.shift()?.() ?? Promise.resolve())).rejects.toThrow('the first');
  expect(ended).toEqual(['the second']);
});
