import { expect, test } from 'vitest';
import { liveStateOf } from './live-state.ts';

const connected = { begunAt: 0, upToDateAt: 1_000, cutAt: undefined };

test('a page is live as long as the server says that it is up to date', () => {
  expect(liveStateOf(connected, 25_999)).toEqual({ kind: 'live' });
  expect(liveStateOf(connected, 26_000)).toEqual({ kind: 'late', secondsAgo: 25 });
});

test('a connection that is back within three seconds was never cut', () => {
  const cut = { ...connected, cutAt: 2_000 };
  expect(liveStateOf(cut, 4_999)).toEqual({ kind: 'live' });
  expect(liveStateOf(cut, 5_000)).toEqual({ kind: 'cut', secondsAgo: 0 });
  expect(liveStateOf(cut, 44_000)).toEqual({ kind: 'cut', secondsAgo: 40 });
});

test('the age is in steps of five seconds, then of minutes', () => {
  const age = (seconds: number) => liveStateOf({ ...connected, cutAt: 1_000 }, 1_000 + seconds * 1_000);
  expect(age(59)).toEqual({ kind: 'cut', secondsAgo: 55 });
  expect(age(61)).toEqual({ kind: 'cut', secondsAgo: 60 });
  expect(age(179)).toEqual({ kind: 'cut', secondsAgo: 120 });
});

test('the first connection has a moment before anything is said', () => {
  const first = { begunAt: 0, upToDateAt: undefined, cutAt: 100 };
  expect(liveStateOf(first, 5_999)).toEqual({ kind: 'connecting' });
  expect(liveStateOf(first, 6_000)).toEqual({ kind: 'cut', secondsAgo: 5 });
});
