import type { HoldAnswer, HoldItem, SettleAnswer, SettleItem } from './batch.ts';

/** A hold whose limits are turned into accounts when the batch's month is known. */
export type QueuedHold = Omit<HoldItem, 'limits' | 'kind'> & {
  readonly limitsIn: (month: number) => readonly string[];
};

/** An operation in the queue of a lane. */
export interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly since: number;
  /** Sent at least once: whether it took effect is not known. */
  sent: boolean;
  answered: boolean;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

export type WaitingHold = Waiting<QueuedHold, HoldAnswer>;
export type WaitingSettle = Waiting<SettleItem, SettleAnswer>;

export function resolve<Answer>(waiting: Waiting<unknown, Answer>, answer: Answer): void {
  waiting.answered = true;
  waiting.resolve(answer);
}

export function settleNames(item: SettleItem): string[] {
  return [item.hold];
}

export function holdNames(item: QueuedHold): string[] {
  const { holdId, mandateId, idempotencyKey } = item.request;
  return idempotencyKey === undefined ? [holdId] : [holdId, `${mandateId}/${idempotencyKey}`];
}

/** Takes up to `count` items off the queue; of items with one name only the first: the others wait for its answer. */
export function takeDistinct<Item, Answer>(
  queue: Waiting<Item, Answer>[],
  count: number,
  namesOf: (item: Item) => readonly string[],
): Waiting<Item, Answer>[] {
  const names = new Set<string>();
  const taken: Waiting<Item, Answer>[] = [];
  const passedOver: Waiting<Item, Answer>[] = [];
  let looked = 0;
  for (; looked < queue.length && taken.length < count; looked++) {
    const waiting = queue[looked] as Waiting<Item, Answer>;
    const own = namesOf(waiting.item);
    if (own.some((name) => names.has(name))) passedOver.push(waiting);
    else taken.push(waiting);
    for (const name of own) names.add(name);
  }
  queue.splice(0, looked, ...passedOver);
  return taken;
}

/** Frees a hold that was given up without an answer: it may have been made. */
export function voidOf(item: QueuedHold, month: number): SettleItem {
  const { mandateId, holdId } = item.request;
  return {
    kind: 'void',
    mandate: mandateId.slice(4),
    hold: holdId.slice(4),
    wallet: item.wallet,
    limits: item.limitsIn(month),
    remark: 'the answer to the hold was lost',
  };
}
