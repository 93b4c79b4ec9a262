import { expect, test } from 'vitest';
import { proofState, secondsOf } from './proof-state.ts';

const RUN = {
  id: 'prf_01933b6e-5c5e-7000-8000-0123456789ab',
  source: 'request' as const,
  askedAt: '2026-11-27T12:00:00Z',
  differencesTotal: 0,
};
const STARTED = { ...RUN, startedAt: '2026-11-27T12:00:01Z' };
const ENDED = { ...STARTED, finishedAt: '2026-11-27T12:00:04.400Z' };

test('it waits, runs, and ends in one of three ways', () => {
  expect(proofState(RUN)).toBe('waiting');
  expect(proofState(STARTED)).toBe('running');
  expect(proofState({ ...ENDED, ok: true })).toBe('ok');
  expect(proofState({ ...ENDED, ok: false, differencesTotal: 3 })).toBe('differs');
  expect(proofState({ ...ENDED, error: 'the database went away' })).toBe('failed');
});

test('a recount that could not be done is never green', () => {
  expect(proofState({ ...ENDED, error: 'no' })).not.toBe('ok');
});

test('how long it took is known when it has ended', () => {
  expect(secondsOf(STARTED)).toBeUndefined();
  expect(secondsOf(ENDED)).toBe(3);
});
