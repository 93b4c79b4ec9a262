import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { wait } from './wait.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('it is over after its time, and not before', async () => {
  const over = vi.fn();
  const { signal } = new AbortController();
  void wait(100, signal).then(over);
  await vi.advanceTimersByTimeAsync(99);
  expect(over).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(over).toHaveBeenCalledOnce();
});

test('it ends at once with the reason of the signal, and leaves no timer', async () => {
  const controller = new AbortController();
  const waiting = wait(100, controller.signal);
  controller.abort(new Error('gone'));
  await expect(waiting).rejects.toThrow('gone');
  expect(vi.getTimerCount()).toBe(0);
});
