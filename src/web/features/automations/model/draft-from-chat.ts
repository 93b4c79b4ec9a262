import type { LiveConversation } from '#web/features/chat/model/chat-events.ts';
import { type Draft, EMPTY_DRAFT } from './draft.ts';
import { variablesFor } from './prompt-variables.ts';

const MOST_NAME_CHARACTERS = 120;

/** What an answer of a conversation was asked for, and by which model, as an automation. */
export function draftFrom(conversation: LiveConversation, answerId: string | undefined): Draft {
  const { messages, systemPrompt, title } = conversation;
  const answer = messages.find((message) => message.role === 'assistant' && message.id === answerId);
  const said = messages.find((message) => message.role === 'user' && message.id === answer?.parentId);
  const prompt = said?.role === 'user' ? said.text : '';
  return {
    ...EMPTY_DRAFT,
    name: title.slice(0, MOST_NAME_CHARACTERS),
    ...{ prompt, systemPrompt, variables: variablesFor(prompt, []) },
    ...(answer?.role === 'assistant' && { models: [answer.model], webSearch: answer.webSearch }),
  };
}
