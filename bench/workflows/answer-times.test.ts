import { expect, test } from 'vitest';
import { timesOf } from './answer-times.ts';

test('gaps are told in all, and while all answers come', () => {
  const early = { askedAt: 0, piecesAt: [10, 90, 100, 120, 150] } as const;
  const late = { askedAt: 20, piecesAt: [80, 100, 130, 200] } as const;
  expect(timesOf([early, late])).toEqual([
    { firstPieceMs: 10, longestGapMs: 80, steadyGapMs: 30 },
    { firstPieceMs: 60, longestGapMs: 70, steadyGapMs: 30 },
  ]);
});

test('an answer of one piece has no gap', () => {
  expect(timesOf([{ askedAt: 5, piecesAt: [7] }])).toEqual([
    { firstPieceMs: 2, longestGapMs: 0, steadyGapMs: 0 },
  ]);
});
