import type { Changes } from '#db/changes.ts';
import type { Db } from '#db/database.ts';
import type { HttpAnswer } from '#http/http-answer.ts';
import { sseAnswer, sseRetry } from '#http/sse/sse-event.ts';
import { SseQueue } from '#http/sse/sse-queue.ts';
import { StreamGuard } from '#http/sse/stream-guard.ts';
import { StreamSlots } from '#http/sse/stream-slots.ts';
import type { Access } from '#identity/access/access.ts';
import { RIGHTS_TABLES, recheckOf } from '#identity/access/recheck.ts';
import type { Actor } from '#identity/actor.ts';
import { idOf, uuidOf } from '#kernel/id.ts';
import type { Log } from '#kernel/log.ts';
import type { SpendingBook } from '../accounts/spending.ts';
import { findSpendingPower } from '../balance/balance.store.ts';
import { AccountWatch } from './account-watch.ts';
import { balanceText, heartbeatText, readyText } from './billing-event.ts';
import { type EventPosition, parsePosition } from './event-position.ts';
import { missedEvents } from './missed-events.ts';
import { type Subscriber, sameView, type View } from './subscriber.ts';

export interface LiveEventsDeps {
  readonly db: Db;
  readonly changes: Changes;
  readonly access: Access;
  readonly spending: Pick<SpendingBook, 'spendingOf'>;
  readonly log: Log;
  /** For tests: less. */
  readonly limits?: Partial<typeof LIMITS> | undefined;
}

const LIMITS = {
  streamsInAll: 1_000,
  streamsPerUser: 10,
  /** What may wait for one reader: two seconds of a mandate with 400 bookings each. */
  bytesPerStream: 256 * 1024,
};

const RETRY_MS = 2_000;
/** What decides who may see what. */
const TABLES = new Set([...RIGHTS_TABLES, 'billing_settings']);

/** A request for a stream. */
export interface EventsCall {
  readonly actor: Actor;
  readonly query: { readonly lastEventId?: string | undefined };
  header(name: string): string | undefined;
  readonly signal: AbortSignal;
}

export interface LiveEvents {
  /** Throws `rate_limited`, `overloaded`, `not_found` (a mandate without billing). */
  open(call: EventsCall): Promise<HttpAnswer>;
  close(): void;
}

/** Streams of what changes: balances and bookings that the caller may see, as they happen. */
export function createLiveEvents(deps: LiveEventsDeps): LiveEvents {
  const limits = { ...LIMITS, ...deps.limits };
  const slots = new StreamSlots({ inAll: limits.streamsInAll, perUser: limits.streamsPerUser });
  const watch = new AccountWatch(deps);
  const viewOf = (actor: Actor) => readView(deps.spending, actor);
  const guard = new StreamGuard({
    changes: deps.changes,
    tables: TABLES,
    heartbeat: () => heartbeatText(watch.upToDateAt),
  });
  return {
    async open(call) {
      const view = await viewOf(call.actor);
      const release = slots.take(view.user);
      const queue = new SseQueue(limits.bytesPerStream);
      const subscriber = { view, queue };
      const recheck = recheckOf(deps.access, call, 'resource.billing.own');
      const stream = { queue, mayGoOn: async () => sameView(await viewOf(await recheck()), view) };
      guard.add(stream);
      // Not at the end of the body, which nobody may ever begin to read.
      whenAborted(call.signal, () => {
        watch.leave(subscriber);
        guard.remove(stream);
        queue.end();
        release();
      });
      return sseAnswer(bodyOf(deps.db, watch, subscriber, call));
    },
    close: () => {
      guard.close();
      watch.close();
    },
  };
}

async function* bodyOf(
  db: Db,
  watch: AccountWatch,
  subscriber: Subscriber,
  call: EventsCall,
): AsyncIterable<Buffer> {
  yield sseRetry(RETRY_MS);
  const until = await joined(watch, subscriber, call.signal);
  if (until === undefined) return;
  const from = positionOf(call);
  const missed = from && (await missedEvents(db, subscriber.view, from, until));
  if (missed) yield* missed;
  else yield* beginning(db, subscriber.view, isResuming(call) ? false : null, until);
  yield* subscriber.queue;
}

/** Undefined: he has left before. */
function joined(
  watch: AccountWatch,
  subscriber: Subscriber,
  signal: AbortSignal,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    whenAborted(signal, () => resolve(undefined));
    if (!signal.aborted) void watch.join(subscriber).then(resolve);
  });
}

async function* beginning(db: Db, view: View, resumed: false | null, until: string): AsyncIterable<Buffer> {
  yield readyText(view, resumed, { since: until });
  const spender = { mandateId: idOf('mnd', view.mandate), userId: idOf('usr', view.user) };
  const { wallet } = await findSpendingPower(db, spender);
  if (!wallet) return;
  const { accountId, userId, floor, ...amounts } = wallet;
  const state = {
    account: uuidOf(accountId),
    user: userId === undefined ? null : uuidOf(userId),
    floor: floor ?? null,
    ...amounts,
  };
  yield balanceText(state, { since: until });
}

async function readView(spending: LiveEventsDeps['spending'], actor: Actor): Promise<View> {
  const { billingModel } = await spending.spendingOf(actor);
  return {
    mandate: uuidOf(actor.mandateId),
    user: uuidOf(actor.userId),
    all: actor.may('resource.billing.read'),
    spendsFrom: billingModel === 'prepaid_user' ? 'own wallet' : 'pool',
  };
}

function positionOf(call: EventsCall): EventPosition | undefined {
  return parsePosition(call.header('last-event-id') ?? call.query.lastEventId ?? '');
}

function isResuming(call: EventsCall): boolean {
  return (call.header('last-event-id') ?? call.query.lastEventId ?? '') !== '';
}

function whenAborted(signal: AbortSignal, act: () => void): void {
  if (signal.aborted) act();
  else signal.addEventListener('abort', act, { once: true });
}
