import { expect, test } from 'vitest';
import { ApiProblem } from '#web/lib/api/api-problem.ts';
import { isAnswerLost } from './answer-lost.ts';

test('without an answer, or with one of something in between, nobody knows', () => {
  expect(isAnswerLost(new ApiProblem(0, {}))).toBe(true);
  expect(isAnswerLost(new ApiProblem(500, { code: 'internal' }))).toBe(true);
  expect(isAnswerLost(new ApiProblem(502, '<html>Bad gateway</html>'))).toBe(true);
});

test('a refusal is an answer', () => {
  for (const status of [401, 402, 403, 404, 409, 422, 429])
    expect(isAnswerLost(new ApiProblem(status, { code: 'any' }))).toBe(false);
  expect(isAnswerLost(new Error('a mistake of the page'))).toBe(false);
});
