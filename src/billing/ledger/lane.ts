import pg from 'pg';
import { connectionSettings } from '#db/database.ts';
import { databaseError } from '#db/database-error.ts';
import { must } from '#kernel/assert.ts';
import { AppError } from '#kernel/error.ts';
import type { Log } from '#kernel/log.ts';
import {
  type BatchAnswer,
  type HoldAnswer,
  type HoldItem,
  runBatch,
  type SettleAnswer,
  type SettleItem,
} from './batch.ts';

/** A hold whose limits are turned into accounts when the batch's month is known. */
export type QueuedHold = Omit<HoldItem, 'limits' | 'kind'> & {
  readonly limitsIn: (month: number) => readonly string[];
};

export interface LaneOptions {
  readonly url: string;
  readonly log: Log;
  readonly maxBatch: number;
  /** Holds that may wait; more are refused with `overloaded`. Settlements always wait: there are no more than holds. */
  readonly maxWaitingHolds: number;
  /** A hold that has not been answered by then is refused with `database_unavailable`. */
  readonly holdTimeoutMs: number;
}

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly since: number;
  /** Sent at least once: whether it took effect is not known. */
  sent: boolean;
  answered: boolean;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

type WaitingHold = Waiting<QueuedHold, HoldAnswer>;
type WaitingSettle = Waiting<SettleItem, SettleAnswer>;

/** Whatever the server's defaults are: the batch looks at holds after its locks, and an answer means that it is on disk. */
const OWN_SETTINGS = `
  set default_transaction_isolation = 'read committed';
  select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'`;

/**
 * The batch keeps one plan. One that was made while the tables were empty reads all of them once they are not, so plans are
 * made anew every second, by the tables' sizes at that moment; that costs 2 ms.
 */
const PLANS_LIVE_MS = 1_000;

const RETRY_DELAY_MS = { first: 50, most: 2_000 };

/**
 * One connection that carries one batch at a time. What arrives meanwhile is the next batch, which goes out as soon as
 * the answer is in: no timer, so an idle ledger adds no delay, and under load the batches grow by themselves.
 */
export class Lane {
  readonly #options: LaneOptions;
  readonly #holds: WaitingHold[] = [];
  readonly #settles: WaitingSettle[] = [];
  #client: pg.Client | undefined;
  #month = 0;
  #plannedAtMs = 0;
  #running = false;
  #closed = false;
  #idle: (() => void)[] = [];

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  hold(item: QueuedHold): Promise<HoldAnswer> {
    if (this.#closed || this.#holds.length >= this.#options.maxWaitingHolds) throw new AppError('overloaded');
    return new Promise((resolve, reject) => {
      this.#holds.push({ item, since: Date.now(), sent: false, answered: false, resolve, reject });
      this.#wake();
    });
  }

  settle(item: SettleItem): Promise<SettleAnswer> {
    return new Promise((resolve, reject) => {
      this.#settles.push({ item, since: Date.now(), sent: false, answered: false, resolve, reject });
      this.#wake();
    });
  }

  get waiting(): number {
    return this.#holds.length + this.#settles.length;
  }

  /** Takes no new holds, waits for what is queued (at most `timeoutMs`), and closes the connection. */
  async close(timeoutMs: number): Promise<void> {
    this.#closed = true;
    if (this.#running) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#idle.push(resolve);
      const timer = setTimeout(resolve, timeoutMs);
      await promise;
      clearTimeout(timer);
    }
    await this.#disconnect();
  }

  #wake(): void {
    if (this.#running) return;
    this.#running = true;
    queueMicrotask(() => void this.#run());
  }

  async #run(): Promise<void> {
    let delayMs = RETRY_DELAY_MS.first;
    while (this.waiting > 0) {
      const settles = takeDistinct(this.#settles, this.#options.maxBatch, settleNames);
      const holds = takeDistinct(this.#holds, this.#options.maxBatch - settles.length, holdNames);
      try {
        await this.#send(settles, holds);
        delayMs = RETRY_DELAY_MS.first;
      } catch (error) {
        this.#settles.unshift(...settles.filter((waiting) => !waiting.answered));
        this.#holds.unshift(...holds.filter((waiting) => !waiting.answered));
        this.#options.log.warn(
          { err: error, waiting: this.waiting },
          'the ledger is not reachable; batch will be sent again',
        );
        await this.#disconnect();
        this.#refuseLateHolds(delayMs);
        await new Promise((resolve) => setTimeout(resolve, delayMs));
        delayMs = Math.min(delayMs * 2, RETRY_DELAY_MS.most);
      }
    }
    this.#running = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** Throws only if the same batch may succeed later. */
  async #send(
    settles: readonly WaitingSettle[],
    holds: readonly WaitingHold[],
    isRepeat = false,
  ): Promise<void> {
    const client = await this.#connect();
    await this.#refreshPlans(client);
    for (const waiting of settles) waiting.sent = true;
    for (const waiting of holds) waiting.sent = true;
    try {
      const answer = await this.#runInMonth(client, settles, holds);
      for (const [i, waiting] of settles.entries()) resolve(waiting, must(answer.settled[i], 'an answer'));
      for (const [i, waiting] of holds.entries()) resolve(waiting, must(answer.held[i], 'an answer'));
    } catch (error) {
      const known = databaseError(error);
      if (known instanceof AppError) throw known;
      await this.#isolate(settles, holds, error, isRepeat);
    }
  }

  /** Names the limits of the month that the database is in; asks again when the month has changed. */
  async #runInMonth(
    client: pg.Client,
    settles: readonly WaitingSettle[],
    holds: readonly WaitingHold[],
  ): Promise<BatchAnswer> {
    for (;;) {
      const month = this.#month;
      const answer = await runBatch(
        client,
        month,
        settles.map((waiting) => waiting.item),
        holds.map(({ item }) => ({
          kind: 'hold',
          request: item.request,
          wallet: item.wallet,
          limits: item.limitsIn(month),
        })),
      );
      this.#month = answer.month;
      if (answer.isDone) return answer;
    }
  }

  /**
   * One item is poison for the whole batch: each is sent alone, and only the bad one fails. One whose id or key another
   * process has taken at the same moment, under the lock of another wallet, finds it taken the second time.
   */
  async #isolate(
    settles: readonly WaitingSettle[],
    holds: readonly WaitingHold[],
    error: unknown,
    isRepeat: boolean,
  ): Promise<void> {
    const only = settles.length + holds.length === 1 ? (settles[0] ?? holds[0]) : undefined;
    if (only && isUniqueViolation(error) && !isRepeat) return this.#send(settles, holds, true);
    if (only) {
      this.#options.log.error({ err: error }, 'the ledger refuses an operation');
      only.answered = true;
      only.reject(error);
      return;
    }
    for (const waiting of settles) await this.#send([waiting], []);
    for (const waiting of holds) await this.#send([], [waiting]);
  }

  /** A hold that waited too long is refused. If it may have been made, it is voided as soon as the database is back. */
  #refuseLateHolds(nextDelayMs: number): void {
    const latest = Date.now() + nextDelayMs - this.#options.holdTimeoutMs;
    const late = this.#holds.filter((waiting) => waiting.since <= latest);
    if (late.length === 0) return;
    const kept = this.#holds.filter((waiting) => waiting.since > latest);
    this.#holds.splice(0, this.#holds.length, ...kept);
    for (const { item, sent, reject } of late) {
      reject(new AppError('database_unavailable'));
      if (sent) this.settle(voidOf(item, this.#month)).catch(() => undefined);
    }
  }

  async #refreshPlans(client: pg.Client): Promise<void> {
    const nowMs = performance.now();
    if (nowMs - this.#plannedAtMs < PLANS_LIVE_MS) return;
    this.#plannedAtMs = nowMs;
    await client.query('discard plans');
  }

  async #connect(): Promise<pg.Client> {
    if (this.#client) return this.#client;
    const client = new pg.Client({
      ...connectionSettings(this.#options.url),
      application_name: 'rappen ledger',
      connectionTimeoutMillis: 5_000,
      statement_timeout: 10_000,
      lock_timeout: 5_000,
      query_timeout: 15_000,
    });
    client.on('error', () => {
      if (this.#client === client) this.#client = undefined;
    });
    await client.connect();
    await client.query(OWN_SETTINGS);
    this.#client = client;
    return client;
  }

  async #disconnect(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }
}

function voidOf(item: QueuedHold, month: number): SettleItem {
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

function resolve<Answer>(waiting: Waiting<unknown, Answer>, answer: Answer): void {
  waiting.answered = true;
  waiting.resolve(answer);
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}

function settleNames(item: SettleItem): string[] {
  return [item.hold];
}

function holdNames(item: QueuedHold): string[] {
  const { holdId, mandateId, idempotencyKey } = item.request;
  return idempotencyKey === undefined ? [holdId] : [holdId, `${mandateId}/${idempotencyKey}`];
}

/** Takes up to `count` items off the queue; of items with one name only the first: the others wait for its answer. */
function takeDistinct<Item, Answer>(
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
