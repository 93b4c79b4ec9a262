import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { paced } from './paced.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('acts at once, then at most every two seconds, and never forgets the last call', () => {
  const act = vi.fn();
  const { call } = paced(act, 2_000);
  call();
  expect(act).toHaveBeenCalledTimes(1);
  for (let count = 0; count < 10; count++) call();
  expect(act).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(2_000);
  expect(act).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(10_000);
  expect(act).toHaveBeenCalledTimes(2);
  call();
  expect(act).toHaveBeenCalledTimes(3);
});

test('what is stopped does nothing more', () => {
  const act = vi.fn();
  const { call, stop } = paced(act, 2_000);
  call();
  call();
  stop();
  vi.advanceTimersByTime(10_000);
  expect(act).toHaveBeenCalledTimes(1);
});
