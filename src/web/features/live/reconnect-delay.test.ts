import { expect, test } from 'vitest';
import { reconnectDelayMs } from './reconnect-delay.ts';

test('waits twice as long after each failure, and never longer than half a minute', () => {
  const longest = [0, 1, 2, 3, 4, 5, 6, 7, 1_000].map((failures) => reconnectDelayMs(failures, 1));
  expect(longest).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
});

test('is between half and all of it, by chance', () => {
  expect([0, 0.5, 1].map((chance) => reconnectDelayMs(1, chance))).toEqual([500, 750, 1_000]);
});
