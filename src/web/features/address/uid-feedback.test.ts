import { expect, test } from 'vitest';
import { uidFeedback } from './uid-feedback.ts';

test('nothing typed is nothing wrong', () => {
  expect(uidFeedback('  ')).toEqual({ kind: 'empty' });
});

test('while a right one is typed, nobody is told that it is wrong', () => {
  const whole = 'CHE-109.322.551 MWST';
  for (let length = 1; length < 'CHE-109.322.551'.length; length++)
    expect(uidFeedback(whole.slice(0, length)), whole.slice(0, length)).toEqual({ kind: 'unfinished' });
  expect(uidFeedback('CHE-109.322.551')).toMatchObject({ kind: 'right', uid: { vatSuffix: undefined } });
  expect(uidFeedback('CHE-109.322.551 MW')).toEqual({ kind: 'unfinished' });
  expect(uidFeedback(whole)).toMatchObject({ kind: 'right', uid: { vatSuffix: 'MWST' } });
});

test('a mistyped digit is told at once', () => {
  expect(uidFeedback('CHE-109.322.552')).toEqual({ kind: 'wrong_digit' });
  expect(uidFeedback('CHE-109.322.552 MWST')).toEqual({ kind: 'wrong_digit' });
});

test('what can never become one', () => {
  for (const typed of ['DE123456789', 'CHE-1093225511', 'CHE-109.322.551 XYZ', '109.322.551'])
    expect(uidFeedback(typed), typed).toEqual({ kind: 'wrong_form' });
});
