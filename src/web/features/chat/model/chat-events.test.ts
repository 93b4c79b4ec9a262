import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEvent, type LiveConversation, takeMessages, takeRead } from './chat-events.ts';
import { type AnyMessage, type Conversation, isAnswer } from './chat-types.ts';
import { sampleAnswer, sampleMessage } from './sample-messages.ts';

const running = (text = '') =>
  sampleAnswer('a1', 'u1', '10:00', { state: 'running', parts: text === '' ? [] : [{ type: 'text', text }] });
const ended = (text: string) => sampleAnswer('a1', 'u1', '10:00', { parts: [{ type: 'text', text }] });

function conversation(...messages: readonly AnyMessage[]): LiveConversation {
  const at = '2026-11-27T09:00:00.000Z';
  return {
    ...{ id: 'cnv_1', title: 'Talk', createdAt: at, updatedAt: at, isRunning: false, keptUntil: null },
    ...{ chargedChf: '0.000000000', systemPrompt: '', messages: [...messages], soFarChf: {} },
  };
}

function textOf({ messages }: Conversation): string {
  const answer = messages.find(isAnswer);
  return answer?.parts.map((part) => ('text' in part ? part.text : '')).join('') ?? '';
}

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
  test('does not take back what the stream has told since', () => {
    expect(textOf(takeRead(conversation(running('Good mor')), conversation(running('Good'))))).toBe(
      'Good mor',
    );
    expect(textOf(takeRead(conversation(running('Good')), conversation(running('Good mor'))))).toBe(
      'Good mor',
    );
    expect(textOf(takeRead(conversation(ended('All')), conversation(running('Al'))))).toBe('All');
    expect(textOf(takeRead(conversation(running('Al')), conversation(ended('All'))))).toBe('All');
  });

  test('keeps what was sent since, after what was there before', () => {
    const sent = sampleMessage('u2', 'a1');
    const known = takeMessages(conversation(sampleMessage('u1', null), ended('A')), [sent]);
    const { messages } = takeRead(known, conversation(sampleMessage('u1', null), ended('A')));
    expect(messages.map(({ id }) => id)).toEqual(['u1', 'a1', 'u2']);
  });

  test('in whatever order reads and events come, the answer ends as it was made', () => {
    const text = 'Good morning from Zurich';
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), fc.nat(12), (reads, endAt) => {
        const steps = reads.map((length) => conversation(running(text.slice(0, length))));
        let known = conversation(running());
        for (const [at, read] of [...steps, conversation()].entries()) {
          if (at === Math.min(endAt, steps.length))
            known = applyEvent(known, { event: 'answer', data: ended(text) });
          known = takeRead(known, read);
        }
        expect(textOf(known)).toBe(text);
      }),
    );
  });
});
