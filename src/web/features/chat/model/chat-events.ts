import {
  type Answered,
  type AnyMessage,
  type Conversation,
  isAnswer,
  type StreamEvent,
} from './chat-types.ts';

/** A conversation with what only its stream tells: of answers that are being made, what they cost by now. */
export interface LiveConversation extends Conversation {
  readonly soFarChf: Readonly<Record<string, string>>;
}

/** What the stream has told, in what is known. Of a message that is not known nothing is taken: its `answer` comes first. */
export function applyEvent(known: LiveConversation, event: StreamEvent): LiveConversation {
  if (event.event === 'answer') return takeMessages(known, [event.data]);
  const { messageId } = event.data;
  if (event.event === 'cost') {
    const { soFarChf, heldChf, chargedChf } = event.data;
    const changed = changeAnswer(known, messageId, (answer) => ({
      ...answer,
      cost: { ...answer.cost, heldChf, chargedChf },
    }));
    return { ...changed, soFarChf: { ...changed.soFarChf, [messageId]: soFarChf } };
  }
  const { event: type, data } = event;
  return changeAnswer(known, messageId, (answer) => withMore(answer, type, data.delta));
}

/**
 * Messages that were read, in what is known. A read may be older than what the stream has told since: of an answer that is
 * being made the longer one stays, and what has ended does not begin again.
 */
export function takeMessages<Known extends Conversation>(known: Known, read: readonly AnyMessage[]): Known {
  const taken = new Map(known.messages.map((message) => [message.id, message]));
  for (const message of read) taken.set(message.id, newerOf(taken.get(message.id), message));
  const messages = [...taken.values()];
  return { ...known, messages, isRunning: messages.some(isBeingMade) };
}

/** The conversation as it was read anew, with what is known to be newer. */
export function takeRead(known: LiveConversation | undefined, read: Conversation): LiveConversation {
  const base: LiveConversation = { ...read, soFarChf: known?.soFarChf ?? {} };
  return takeMessages(base, known?.messages.filter((message) => isNewer(message, read.messages)) ?? []);
}

export function isBeingMade(message: AnyMessage): boolean {
  return isAnswer(message) && message.state === 'running';
}

function isNewer(message: AnyMessage, read: readonly AnyMessage[]): boolean {
  const other = read.find(({ id }) => id === message.id);
  // Not there: it has been sent since. The server removes single messages never.
  return other === undefined || newerOf(other, message) === message;
}

function newerOf(known: AnyMessage | undefined, read: AnyMessage): AnyMessage {
  if (!known || !isAnswer(known) || !isAnswer(read)) return read;
  if (!isBeingMade(read)) return read;
  return !isBeingMade(known) || lengthOf(known) > lengthOf(read) ? known : read;
}

function lengthOf({ parts }: Answered): number {
  return parts.reduce((sum, part) => sum + ('text' in part ? part.text.length : 1), 0);
}

function changeAnswer(
  known: LiveConversation,
  messageId: string,
  change: (answer: Answered) => Answered,
): LiveConversation {
  const messages = known.messages.map((message) =>
    message.id === messageId && isAnswer(message) && isBeingMade(message) ? change(message) : message,
  );
  return { ...known, messages };
}

function withMore(answer: Answered, type: 'text' | 'reasoning', delta: string): Answered {
  const last = answer.parts.at(-1);
  if (last?.type !== type) return { ...answer, parts: [...answer.parts, { type, text: delta }] };
  return { ...answer, parts: [...answer.parts.slice(0, -1), { type, text: last.text + delta }] };
}
