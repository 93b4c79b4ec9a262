import type pg from 'pg';
import { databaseError } from '#db/database-error.ts';
import { raiseAlarm } from '#kernel/alarm.ts';
import { must } from '#kernel/assert.ts';
import { AppError } from '#kernel/error.ts';
import type { Log } from '#kernel/log.ts';
import { type BatchAnswer, type HoldAnswer, runBatch, type SettleAnswer, type SettleItem } from './batch.ts';
import { connectLane, PlanRefresher } from './lane-connection.ts';
import {
  holdNames,
  type QueuedHold,
  resolve,
  settleNames,
  takeDistinct,
  voidOf,
  type WaitingHold,
  type WaitingSettle,
} from './lane-queue.ts';

export interface LaneOptions {
  readonly url: string;
  readonly log: Log;
  readonly maxBatch: number;
  /** Holds that may wait; more are refused with `overloaded`. Settlements always wait: there are no more than holds. */
  readonly maxWaitingHolds: number;
  /** A hold that has not been answered by then is refused with `database_unavailable`. */
  readonly holdTimeoutMs: number;
  readonly observer?: LaneObserver | undefined;
}

/** Hears of every batch when its answer is in: what it did, and how long the database took. Must be quick, and not throw. */
export type LaneObserver = (
  settles: readonly SettleItem[],
  answer: Pick<BatchAnswer, 'settled' | 'held'>,
  durationMs: number,
) => void;

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
  readonly #plans = new PlanRefresher();
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
    await this.#plans.refresh(client);
    for (const waiting of settles) waiting.sent = true;
    for (const waiting of holds) waiting.sent = true;
    try {
      const begunMs = performance.now();
      const answer = await this.#runInMonth(client, settles, holds);
      const { observer } = this.#options;
      observer?.(
        settles.map(({ item }) => item),
        answer,
        performance.now() - begunMs,
      );
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
      raiseAlarm(this.#options.log, 'ledger_refuses', { err: error }, 'the ledger refuses an operation');
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

  async #connect(): Promise<pg.Client> {
    if (this.#client) return this.#client;
    this.#client = await connectLane(this.#options.url, (client) => {
      if (this.#client === client) this.#client = undefined;
    });
    return this.#client;
  }

  async #disconnect(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}
