import { expect, test } from 'vitest';
import { newId, newIdAt, parseId } from './id.ts';

test('an id of another time lies among the ids of that time', () => {
  const [early, late] = [
    newIdAt('hld', new Date('2026-01-01')),
    newIdAt('hld', new Date('2026-01-01T00:00:00.001Z')),
  ];
  expect([early, late].map((id) => parseId('hld', id))).toEqual([early, late]);
  expect(early < late).toBe(true);
  expect(late < newId('hld')).toBe(true);
  expect(early.slice(4, 17)).toBe('019b76da-a800');
});
