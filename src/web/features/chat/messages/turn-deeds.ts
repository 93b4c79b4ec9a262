import type { Asked, ChatPlace } from '../calls/chat-calls.ts';
import type { Answered, SaidMessage } from '../model/chat-types.ts';

/** What can be done with the messages of a conversation. Undefined: not just now, something is being made. */
export interface TurnDeeds {
  readonly place: ChatPlace;
  /** Who would be asked next. */
  readonly asked: Asked;
  /** Asks for further answers to a message. */
  readonly again: ((message: SaidMessage, asked: Asked) => void) | undefined;
  /** Says a message again, otherwise. */
  readonly edit: ((message: SaidMessage, text: string) => void) | undefined;
  readonly stop: (answer: Answered) => void;
}
