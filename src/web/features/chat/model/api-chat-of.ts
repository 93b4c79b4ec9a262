import type { Asked } from '../calls/chat-calls.ts';
import type { ApiChat } from './api-example.ts';
import { type Conversation, isAnswer } from './chat-types.ts';

/** What was sent for an answer, as a request of its own. Undefined: there is no such answer. */
export function apiChatOf(
  { messages, systemPrompt }: Conversation,
  answerId: string | undefined,
  { maxOutputTokens }: Asked,
): ApiChat | undefined {
  const answer = messages.filter(isAnswer).find(({ id }) => id === answerId);
  if (!answer) return undefined;
  const byId = new Map(messages.map((message) => [message.id, message]));
  const before = [];
  for (let at = byId.get(answer.parentId ?? ''); at; at = byId.get(at.parentId ?? '')) before.unshift(at);
  return { model: answer.model, systemPrompt, messages: before, maxOutputTokens };
}
