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
  /** Answers that the stream has told whole: the pieces that follow are added to exactly that. */
  readonly told: ReadonlySet<string>;
}

export function liveOf(read: Conversation): LiveConversation {
  return { ...read, soFarChf: {}, told: new Set() };
}

/** What the stream has told, in what is known. Of a message that is not known nothing is taken: its `answer` comes first. */
export function applyEvent(known: LiveConversation, event: StreamEvent): LiveConversation {
  if (event.event === 'answer') return takeTold(known, event.data);
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

/** As the stream tells it, it is; only what has ended does not begin again. */
function takeTold(known: LiveConversation, answer: Answered): LiveConversation {
  const before = known.messages.find(({ id }) => id === answer.id);
  const hasEnded = before !== undefined && !isBeingMade(before);
  if (hasEnded && isBeingMade(answer)) return known;
  return withMessages({ ...known, told: new Set([...known.told, answer.id]) }, [answer]);
}

/** Messages that were read. Of an answer that is being made the stream knows better; what has ended does not begin again. */
export function takeMessages(known: LiveConversation, read: readonly AnyMessage[]): LiveConversation {
  const isNews = (message: AnyMessage) => {
    const before = known.messages.find(({ id }) => id === message.id);
    if (before === undefined || !isBeingMade(message)) return true;
    return isBeingMade(before) && !known.told.has(message.id);
  };
  return withMessages(known, read.filter(isNews));
}

/** The conversation as it was read anew, with what is known to be newer, and with what was sent since. */
export function takeRead(known: LiveConversation | undefined, read: Conversation): LiveConversation {
  if (!known) return liveOf(read);
  const { messages, isRunning } = takeMessages(known, read.messages);
  const order = new Map(read.messages.map(({ id }, place) => [id, place]));
  const placeOf = ({ id }: AnyMessage) => order.get(id) ?? order.size;
  const sorted = messages.toSorted((one, other) => placeOf(one) - placeOf(other));
  const { soFarChf, told } = known;
  return { ...read, soFarChf, told, messages: sorted, isRunning };
}

function withMessages(known: LiveConversation, newer: readonly AnyMessage[]): LiveConversation {
  const all = new Map(known.messages.map((message) => [message.id, message]));
  for (const message of newer) all.set(message.id, message);
  const messages = [...all.values()];
  return { ...known, messages, isRunning: messages.some(isBeingMade) };
}

export function isBeingMade(message: AnyMessage): boolean {
  return isAnswer(message) && message.state === 'running';
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
