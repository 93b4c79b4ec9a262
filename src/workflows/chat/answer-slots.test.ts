import { expect, test } from 'vitest';
import { newId } from '#kernel/id.ts';
import { AnswerSlots } from './answer-slots.ts';

const refusal = (code: string) => expect.objectContaining({ code });

test('places are limited for each user, in all, and by the bytes of files; each is given back once', () => {
  const slots = new AnswerSlots({ inAll: 5, perUser: 3, fileBytes: 100 });
  const [anna, beat] = [newId('usr'), newId('usr')];
  const [first, second] = slots.take(anna, 2, 40);
  expect(() => slots.take(anna, 2, 0)).toThrow(refusal('rate_limited'));
  expect(() => slots.take(beat, 1, 21)).toThrow(refusal('overloaded'));
  slots.take(beat, 3, 0);
  expect(() => slots.take(anna, 1, 0)).toThrow(refusal('overloaded'));
  first?.();
  first?.();
  slots.take(anna, 1, 40);
  expect(() => slots.take(newId('usr'), 1, 0)).toThrow(refusal('overloaded'));
  second?.();
  slots.take(anna, 1, 0);
  expect(() => slots.take(anna, 1, 0)).toThrow(refusal('overloaded'));
});
