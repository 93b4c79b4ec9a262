import { findCallsOfMessage, type OriginCall } from '#billing/origins/origin-cost.store.ts';
import type { Db } from '#db/database.ts';
import { type MessageId, uuidOf } from '#kernel/id.ts';
import { formatChf } from '#kernel/money.ts';
import type { AnswerDesk } from './answer-desk.ts';
import type { ChatEvent } from './chat.contract.ts';
import type { Answer } from './conversation.ts';
import type { ReadPlace } from './conversation-feed.ts';
import { describeAnswer } from './describe-message.ts';
import { listAnswersElsewhere, type PlacedAnswer } from './message.store.ts';
import { partChanges } from './part-changes.ts';

export interface AnswerFollowerDeps {
  readonly db: Db;
  readonly desk: AnswerDesk;
}

const LOOK_EVERY_MS = 1_000;
/** So long after its end the provider may still say what it bills: the gateway drains a minute. */
const COST_FOLLOWS_MS = 70_000;

interface Known {
  readonly place: ReadPlace;
  readonly answer: Answer;
  readonly calls: readonly OriginCall[];
}

/** Tells readers here of answers that another process makes, from what it has stored. One question a second, for all readers. */
export class AnswerFollower {
  readonly #deps: AnswerFollowerDeps;
  readonly #known = new Map<MessageId, Known>();
  readonly #timer: NodeJS.Timeout;
  #isLooking = false;

  constructor(deps: AnswerFollowerDeps) {
    this.#deps = deps;
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS).unref();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const { db, desk } = this.#deps;
    const places = desk.feed.places();
    for (const [id, { place }] of this.#known)
      if (!desk.feed.isRead(place.conversationId)) this.#known.delete(id);
    if (places.length === 0 || this.#isLooking) return;
    this.#isLooking = true;
    try {
      const known = [...this.#known.keys()].map(uuidOf);
      for (const found of await listAnswersElsewhere(db, places, desk.making(), known))
        if (!desk.isMaking(found.answer.id)) await this.#follow(found);
    } catch {
      // A database that is away is asked again a second later; the pool has said so.
    } finally {
      this.#isLooking = false;
    }
  }

  async #follow({ place, answer }: PlacedAnswer): Promise<void> {
    const { db, desk } = this.#deps;
    const calls = await findCallsOfMessage(db, place.mandateId, place.conversationId, answer.id);
    const events = newsOf(this.#known.get(answer.id), answer, calls);
    for (const event of events) desk.feed.publish(place.conversationId, event);
    if (isOver(answer, calls)) this.#known.delete(answer.id);
    else this.#known.set(answer.id, { place, answer, calls });
  }
}

function newsOf(before: Known | undefined, answer: Answer, calls: readonly OriginCall[]): ChatEvent[] {
  const anew: ChatEvent[] = [{ event: 'answer', data: describeAnswer(answer, calls) }];
  if (before?.answer.state !== answer.state) return anew;
  const changes = partChanges(before.answer.parts, answer.parts);
  if (changes === 'anew') return anew;
  const hasNewCost = JSON.stringify(sumsOf(before.calls)) !== JSON.stringify(sumsOf(calls));
  if (hasNewCost && answer.state !== 'running') return anew;
  const messageId = answer.id;
  return [
    ...changes.map(({ type, delta }): ChatEvent => ({ event: type, data: { messageId, delta } })),
    ...(hasNewCost ? [{ event: 'cost', data: { messageId, ...sumsOf(calls) } } as const] : []),
  ];
}

/** What a call has cost before its end, the other process alone knows: here it is what is charged. */
function sumsOf(calls: readonly OriginCall[]) {
  const charged = formatChf(calls.reduce((sum, { charge }) => sum + charge, 0n));
  const heldChf = formatChf(calls.reduce((sum, { held }) => sum + held, 0n));
  return { heldChf, soFarChf: charged, chargedChf: charged };
}

/** Nothing of it changes any more. */
function isOver({ endedAt }: Answer, calls: readonly OriginCall[]): boolean {
  if (endedAt === null) return false;
  return calls.every(({ state }) => state !== 'held') || Date.now() - endedAt.getTime() > COST_FOLLOWS_MS;
}
