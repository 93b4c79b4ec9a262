import { expect, test } from 'vitest';
import { ApiProblem } from '#web/lib/api/api-problem.ts';
import { fieldOf, fieldProblem } from './field-problem.ts';

const refusal = new ApiProblem(422, {
  code: 'invalid_request',
  path: 'body.amountChf',
  title: 'body.amountChf: must be more than 0',
});

test('a refusal is shown at its field, in words', () => {
  expect(fieldOf(refusal)).toBe('amountChf');
  expect(fieldProblem(refusal, 'amountChf')).toBe('must be more than 0');
  expect(fieldProblem(refusal, 'reason')).toBeUndefined();
});

test('a refusal of no field belongs to none', () => {
  const closed = new ApiProblem(409, { code: 'conflict', title: 'This mandate is closed.' });
  expect(fieldOf(closed)).toBeUndefined();
  expect(fieldProblem(closed, 'amountChf')).toBeUndefined();
  expect(fieldProblem(new Error('body.amountChf: x'), 'amountChf')).toBeUndefined();
});
