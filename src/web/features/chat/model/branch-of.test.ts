import { expect, test } from 'vitest';
import { branchOf, leafOf } from './branch-of.ts';
import type { AnyMessage } from './chat-types.ts';
import { sampleAnswer, sampleMessage } from './sample-messages.ts';

/** What is shown: each message with the answer that it goes on from. */
function shownIn(messages: readonly AnyMessage[], through?: string): readonly string[] {
  return branchOf(messages, through).flatMap(({ message, chosen }) => [
    message.id,
    ...(chosen ? [chosen.id] : []),
  ]);
}

const STRAIGHT = [
  sampleMessage('u1', null),
  sampleAnswer('a1', 'u1'),
  sampleMessage('u2', 'a1'),
  sampleAnswer('a2', 'u2'),
];

test('nothing said is an empty branch', () => {
  expect(branchOf([], undefined)).toEqual([]);
  expect(branchOf([], 'msg_of_nobody')).toEqual([]);
  expect(leafOf([])).toBeUndefined();
});

test('a straight conversation is shown whole, wherever the address points', () => {
  for (const through of [undefined, 'u1', 'a1', 'u2', 'a2', 'unknown'])
    expect(shownIn(STRAIGHT, through)).toEqual(['u1', 'a1', 'u2', 'a2']);
  expect(leafOf(branchOf(STRAIGHT, 'u1'))).toBe('a2');
  expect(leafOf(branchOf(STRAIGHT.slice(0, 3), 'u1'))).toBe('u2');
});

test('an edited message is a version of the first; what followed the other is found again', () => {
  const edited = [...STRAIGHT, sampleMessage('u1b', null), sampleAnswer('a1b', 'u1b')];
  expect(shownIn(edited)).toEqual(['u1b', 'a1b']);
  expect(shownIn(edited, 'u1')).toEqual(['u1', 'a1', 'u2', 'a2']);
  const [first] = branchOf(edited, undefined);
  expect(first?.versions.map(({ id }) => id)).toEqual(['u1', 'u1b']);
});

test('answers of one moment stand side by side, later ones are another round', () => {
  const messages = [
    sampleMessage('u1', null),
    sampleAnswer('a1', 'u1', '10:00'),
    sampleAnswer('b1', 'u1', '10:00'),
    sampleAnswer('c1', 'u1', '10:05'),
  ];
  const [newest] = branchOf(messages, undefined);
  expect(newest?.rounds.map((round) => round.map(({ id }) => id))).toEqual([['a1', 'b1'], ['c1']]);
  expect(newest?.shown).toBe(1);
  expect(newest?.chosen?.id).toBe('c1');
  const [other] = branchOf(messages, 'b1');
  expect([other?.shown, other?.chosen?.id]).toEqual([0, 'b1']);
  // Nobody went on from any of them: the first.
  expect(shownIn(messages.slice(0, 3))).toEqual(['u1', 'a1']);
});

test('the answer that somebody went on from is the one that is shown', () => {
  const messages = [
    sampleMessage('u1', null),
    sampleAnswer('a1', 'u1', '10:00'),
    sampleAnswer('b1', 'u1', '10:00'),
    sampleMessage('u2', 'b1'),
  ];
  expect(shownIn(messages)).toEqual(['u1', 'b1', 'u2']);
  expect(branchOf(messages, undefined).at(-1)).toMatchObject({ rounds: [], shown: -1, chosen: undefined });
});
