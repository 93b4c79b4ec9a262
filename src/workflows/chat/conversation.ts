import type { ConversationId, FileId, MandateId, MessageId, UserId } from '#kernel/id.ts';
import type { ModelChoice, WebSearch } from '../processor/ai-task.ts';
import type { TaskFailure } from '../processor/task-event.ts';
import type { AnswerPart, AnswerState } from './growing-answer.ts';

/** Whose conversation: in which mandate, of which user. Nobody else has a way to it. */
export interface Owner {
  readonly mandateId: MandateId;
  readonly userId: UserId;
}

export interface Conversation {
  readonly id: ConversationId;
  /** '': none yet. */
  readonly title: string;
  readonly systemPrompt: string;
  readonly createdAt: Date;
  /** When something was last said. */
  readonly updatedAt: Date;
  readonly isRunning: boolean;
}

interface AnyMessage {
  readonly id: MessageId;
  /** Undefined: it begins the conversation. */
  readonly parentId: MessageId | undefined;
  readonly createdAt: Date;
}

export interface SaidMessage extends AnyMessage {
  readonly role: 'user';
  readonly text: string;
  readonly fileIds: readonly FileId[];
}

export interface Answer extends AnyMessage {
  readonly role: 'assistant';
  readonly model: ModelChoice;
  readonly webSearch: WebSearch;
  readonly state: AnswerState;
  readonly parts: readonly AnswerPart[];
  readonly failure: TaskFailure | null;
  readonly loweredOutputTokens: number | null;
  readonly endedAt: Date | null;
}

export type Message = SaidMessage | Answer;

/** From the beginning to this message. Empty if it is none of them. */
export function branchTo(messages: readonly Message[], leaf: MessageId | undefined): readonly Message[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const branch: Message[] = [];
  for (let at = leaf; at !== undefined; ) {
    const message = byId.get(at);
    // A parent is always older, so that this ends.
    if (!message || branch.length > messages.length) break;
    branch.push(message);
    at = message.parentId;
  }
  return branch.reverse();
}
