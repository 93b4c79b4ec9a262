import type { LiveConversation } from '#web/features/chat/model/chat-events.ts';
import { isAnswer } from '#web/features/chat/model/chat-types.ts';
import { type Draft, EMPTY_DRAFT } from './draft.ts';
import { variablesFor } from './prompt-variables.ts';

const MOST_NAME_CHARACTERS = 120;

/** A message of a conversation, with the model that answered it, as an automation. `messageId`: of the message, or of an answer to it. */
export function draftFrom(
  { messages, systemPrompt, title }: LiveConversation,
  messageId: string | undefined,
): Draft {
  const named = messages.find(({ id }) => id === messageId);
  const said = named && isAnswer(named) ? messages.find(({ id }) => id === named.parentId) : named;
  const answers = messages.filter(isAnswer);
  const answer =
    answers.find(({ id }) => id === messageId) ?? answers.find(({ parentId }) => parentId === said?.id);
  const prompt = said && !isAnswer(said) ? said.text : '';
  return {
    ...EMPTY_DRAFT,
    name: title.slice(0, MOST_NAME_CHARACTERS),
    ...{ prompt, systemPrompt, variables: variablesFor(prompt, []) },
    ...(answer && { models: [answer.model], webSearch: answer.webSearch }),
  };
}
