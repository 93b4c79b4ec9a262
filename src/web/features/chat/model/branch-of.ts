import { type Answered, type AnyMessage, isAnswer, type SaidMessage } from './chat-types.ts';

/** One message of the branch that is shown, and its answers. */
export interface Turn {
  readonly message: SaidMessage;
  /** The message and what it was before or after an edit, in the order of their making. */
  readonly versions: readonly SaidMessage[];
  /** Answers by how they were asked for: those of one round stand side by side. Empty: nobody was asked yet. */
  readonly rounds: readonly (readonly Answered[])[];
  /** Of each round the answer that leads to what was said last after it. */
  readonly heads: readonly Answered[];
  /** Which round is shown; -1: there is none. */
  readonly shown: number;
  /** The answer that the conversation goes on from; undefined: there is none. */
  readonly chosen: Answered | undefined;
}

/**
 * The branch of a conversation that goes through a message and on to what was said last after it. Without a message, or with
 * one that is not there: the branch of the newest. `messages`: all of them, in the order of their making.
 */
export function branchOf(messages: readonly AnyMessage[], through: string | undefined): readonly Turn[] {
  const tree = new MessageTree(messages);
  const path = tree.pathThrough(through);
  const turns: Turn[] = [];
  for (const message of path) {
    if (isAnswer(message)) continue;
    const rounds = roundsOf(tree.childrenOf(message.id).filter(isAnswer));
    const chosen = path.filter(isAnswer).find(({ parentId }) => parentId === message.id);
    turns.push({
      message,
      versions: tree.childrenOf(message.parentId).filter((other) => !isAnswer(other)),
      rounds,
      heads: rounds.flatMap((round) => tree.headOf(round) ?? []),
      shown: rounds.findIndex((round) => round.some(({ id }) => id === chosen?.id)),
      chosen,
    });
  }
  return turns;
}

/** The last message of a branch, which names it. Undefined: nothing was said. */
export function leafOf(turns: readonly Turn[]): string | undefined {
  const last = turns.at(-1);
  return last?.chosen?.id ?? last?.message.id;
}

/** Answers that were asked for at once have begun at the same instant. */
function roundsOf(answers: readonly Answered[]): readonly (readonly Answered[])[] {
  return [...Map.groupBy(answers, ({ createdAt }) => createdAt).values()];
}

class MessageTree {
  readonly #byId: ReadonlyMap<string, AnyMessage>;
  readonly #children: ReadonlyMap<string | null, readonly AnyMessage[]>;
  /** Of each message, when it or anything after it was said last: its place in the order. */
  readonly #lastSaid: ReadonlyMap<string, number>;

  constructor(messages: readonly AnyMessage[]) {
    this.#byId = new Map(messages.map((message) => [message.id, message]));
    this.#children = Map.groupBy(messages, ({ parentId }) => parentId);
    this.#lastSaid = lastSaidOf(messages);
  }

  childrenOf(id: string | null): readonly AnyMessage[] {
    return this.#children.get(id) ?? [];
  }

  /** From the beginning, through the message, to the end of its newest branch. */
  pathThrough(id: string | undefined): readonly AnyMessage[] {
    const path: AnyMessage[] = [];
    const through = id === undefined ? undefined : this.#byId.get(id);
    for (let at = through; at; at = at.parentId === null ? undefined : this.#byId.get(at.parentId))
      path.unshift(at);
    for (let next = this.#newestAfter(path.at(-1)); next; next = this.#newestAfter(next)) path.push(next);
    return path;
  }

  /** The child on the way to what was said last; of answers, the head of their round. */
  #newestAfter(message: AnyMessage | undefined): AnyMessage | undefined {
    const children = this.childrenOf(message?.id ?? null);
    const newest = this.#lastOf(children);
    if (!newest || !isAnswer(newest)) return newest;
    const round = roundsOf(children.filter(isAnswer)).find((answers) => answers.includes(newest));
    return round && this.headOf(round);
  }

  /** Of answers that stand side by side the one that somebody went on from last; nobody did: the first. */
  headOf(round: readonly Answered[]): Answered | undefined {
    return this.#lastOf(round.filter(({ id }) => this.childrenOf(id).length > 0)) ?? round[0];
  }

  #lastOf<Kind extends AnyMessage>(messages: readonly Kind[]): Kind | undefined {
    const placeOf = ({ id }: Kind) => this.#lastSaid.get(id) ?? -1;
    return messages.toSorted((one, other) => placeOf(other) - placeOf(one))[0];
  }
}

/** What follows a message was made after it, so from the end each is done before its parent. */
function lastSaidOf(messages: readonly AnyMessage[]): ReadonlyMap<string, number> {
  const last = new Map<string, number>();
  for (const [place, { id, parentId }] of [...messages.entries()].reverse()) {
    const own = Math.max(place, last.get(id) ?? -1);
    last.set(id, own);
    if (parentId !== null) last.set(parentId, Math.max(own, last.get(parentId) ?? -1));
  }
  return last;
}
