import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEvent, type LiveConversation, liveOf, takeMessages, takeRead } from './chat-events.ts';
import { type AnyMessage, type Conversation, isAnswer } from './chat-types.ts';
import { sampleAnswer, sampleMessage } from './sample-messages.ts';

const running = (text = '') =>
  sampleAnswer('a1', 'u1', '10:00', { state: 'running', parts: text === '' ? [] : [{ type: 'text', text }] });
const ended = (text: string) => sampleAnswer('a1', 'u1', '10:00', { parts: [{ type: 'text', text }] });

function conversation(...messages: readonly AnyMessage[]): LiveConversation {
  const at = '2026-11-27T09:00:00.000Z';
  return liveOf({
    ...{ id: 'cnv_1', title: 'Talk', createdAt: at, updatedAt: at, isRunning: false, keptUntil: null },
    ...{ chargedChf: '0.000000000', systemPrompt: '', messages: [...messages] },
  });
}

function textOf({ messages }: Conversation): string {
  const answer = messages.find(isAnswer);
  return answer?.parts.map((part) => ('text' in part ? part.text : '')).join('') ?? '';
}

const TEXT = 'Good morning from Zurich';

describe('the stream', () => {
  test('adds to the answer, reasoning apart from text', () => {
    let known = conversation(sampleMessage('u1', null), running());
    for (const [event, delta] of [
      ['reasoning', 'Hm'],
      ['reasoning', 'm.'],
      ['text', 'Good '],
      ['text', 'morning'],
    ] as const)
      known = applyEvent(known, { event, data: { messageId: 'a1', delta } });
    expect(known.messages.find(isAnswer)?.parts).toEqual([
      { type: 'reasoning', text: 'Hmm.' },
      { type: 'text', text: 'Good morning' },
    ]);
  });

  test('is not listened to about an answer that it has not begun, or that has ended', () => {
    const known = conversation(ended('Done'));
    const event = { event: 'text', data: { messageId: 'a1', delta: '!' } } as const;
    expect(textOf(applyEvent(known, event))).toBe('Done');
    expect(textOf(applyEvent(conversation(), event))).toBe('');
  });

  test('tells the money while it is being made', () => {
    const money = { heldChf: '0.020000000', soFarChf: '0.001000000', chargedChf: '0.000000000' };
    const known = applyEvent(conversation(running()), { event: 'cost', data: { messageId: 'a1', ...money } });
    expect(known.soFarChf).toEqual({ a1: '0.001000000' });
    expect(known.messages.find(isAnswer)?.cost.heldChf).toBe('0.020000000');
  });

  test('begins an answer that somebody else asked for, and ends it', () => {
    const begun = applyEvent(conversation(sampleMessage('u1', null)), {
      event: 'answer',
      data: running('Go'),
    });
    expect([begun.isRunning, textOf(begun)]).toEqual([true, 'Go']);
    const done = applyEvent(begun, { event: 'answer', data: ended('Good') });
    expect([done.isRunning, textOf(done)]).toEqual([false, 'Good']);
  });
});

describe('what is read anew', () => {
  const told = (text: string) =>
    applyEvent(conversation(running()), { event: 'answer', data: running(text) });

  test('does not take back what the stream has told since, and does not run ahead of its pieces', () => {
    expect(textOf(takeRead(told('Good mor'), conversation(running('Good'))))).toBe('Good mor');
    expect(textOf(takeRead(told('Good'), conversation(running('Good mor'))))).toBe('Good');
    expect(textOf(takeRead(conversation(running('Good')), conversation(running('Good mor'))))).toBe(
      'Good mor',
    );
    expect(textOf(takeRead(conversation(ended('All')), conversation(running('Al'))))).toBe('All');
    expect(textOf(takeRead(told('Al'), conversation(ended('All'))))).toBe('All');
  });

  test('keeps what was sent since, after what was there before', () => {
    const sent = sampleMessage('u2', 'a1');
    const known = takeMessages(conversation(sampleMessage('u1', null), ended('A')), [sent]);
    const { messages } = takeRead(known, conversation(sampleMessage('u1', null), ended('A')));
    expect(messages.map(({ id }) => id)).toEqual(['u1', 'a1', 'u2']);
  });

  /** A new connection (to any process) tells the answer whole, perhaps as it was a moment ago; then come its pieces. */
  const step = fc.record({
    kind: fc.constantFrom('connect', 'piece', 'read'),
    at: fc.nat(TEXT.length),
  });

  test('in whatever order connections, pieces and reads come, nothing is shown twice and nothing is missing', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let known = conversation(running());
        let place: number | undefined;
        for (const { kind, at } of steps) {
          if (kind === 'read') known = takeRead(known, conversation(running(TEXT.slice(0, at))));
          else if (kind === 'connect') {
            place = at;
            known = applyEvent(known, { event: 'answer', data: running(TEXT.slice(0, at)) });
          } else if (place !== undefined) {
            const end = Math.min(TEXT.length, place + (at % 5));
            const delta = TEXT.slice(place, end);
            known = applyEvent(known, { event: 'text', data: { messageId: 'a1', delta } });
            place = end;
          }
          expect(TEXT.startsWith(textOf(known))).toBe(true);
          if (place !== undefined) expect(textOf(known)).toBe(TEXT.slice(0, place));
        }
        known = applyEvent(known, { event: 'answer', data: ended(TEXT) });
        expect(textOf(takeRead(known, conversation(running('Good'))))).toBe(TEXT);
      }),
    );
  });
});
