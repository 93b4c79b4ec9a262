import { expect, test } from 'vitest';
import { HashSlots } from './hash-slots.ts';

test('two run at once, the others wait in turn, and too many are refused', async () => {
  const slots = new HashSlots();
  const order: number[] = [];
  let running = 0;
  let most = 0;
  const work = (n: number) => async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setImmediate(resolve));
    running--;
    order.push(n);
  };
  const admitted = Array.from({ length: 52 }, (_, n) => slots.run(work(n)));
  await expect(slots.run(work(52))).rejects.toMatchObject({ code: 'overloaded' });
  await Promise.all(admitted);
  expect(most).toBe(2);
  expect(order).toEqual(Array.from({ length: 52 }, (_, n) => n));
  await slots.run(work(99));
  expect(order.at(-1)).toBe(99);
});

test('work that fails gives its place on', async () => {
  const slots = new HashSlots();
  const failing = Array.from({ length: 10 }, () => slots.run(() => Promise.reject(new Error('no'))));
  expect((await Promise.allSettled(failing)).every(({ status }) => status === 'rejected')).toBe(true);
  expect(await slots.run(async () => 'well')).toBe('well');
});
