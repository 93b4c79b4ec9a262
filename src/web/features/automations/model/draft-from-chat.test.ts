import { expect, test } from 'vitest';
import { sampleAnswer, sampleMessage } from '#web/features/chat/model/sample-messages.ts';
import { draftFrom } from './draft-from-chat.ts';

const said = sampleMessage('msg_1', null, 'Weather in {{town}}?');
const answer = sampleAnswer('msg_2', said.id, '09:01');
const conversation = {
  ...{ id: 'cnv_1', title: 'Weather', systemPrompt: 'Briefly.', chargedChf: '0.000000000', isRunning: false },
  ...{ createdAt: said.createdAt, updatedAt: said.createdAt, keptUntil: null, messages: [said, answer] },
} as unknown as Parameters<typeof draftFrom>[0];

test.each([said.id, answer.id])('by %s: what was said, how, and who answered', (id) => {
  expect(draftFrom(conversation, id)).toMatchObject({
    ...{ name: 'Weather', prompt: 'Weather in {{town}}?', systemPrompt: 'Briefly.' },
    variables: [{ name: 'town' }],
    models: [answer.model],
    webSearch: answer.webSearch,
  });
});

test('without a message there is nothing to ask yet', () => {
  expect(draftFrom(conversation, undefined)).toMatchObject({ prompt: '', models: [] });
});
