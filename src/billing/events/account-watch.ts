import type { Db } from '#db/database.ts';
import type { Log } from '#kernel/log.ts';
import { balanceText, transactionText, warningText } from './billing-event.ts';
import {
  type ChangedWallet,
  changedWallets,
  currentSnapshot,
  rowsIn,
  type SeqRange,
  seqsAt,
} from './event.store.ts';
import { rangesAfter, rangesOf } from './seq-ranges.ts';
import { type Subscriber, seesRow, seesWallet, walletsOf } from './subscriber.ts';
import { noticesTold, type ToldNotice } from './told-notice.store.ts';

export interface AccountWatchOptions {
  readonly db: Db;
  readonly log: Log;
  readonly everyMs?: number;
}

/** What one look has found and has not told yet. */
interface News {
  readonly since: string;
  readonly until: string;
  readonly wallets: readonly ChangedWallet[];
  readonly notices: readonly ToldNotice[];
  /** Rows that are still to be read. */
  ranges: readonly SeqRange[];
}

const EVERY_MS = 500;
const ROWS_AT_ONCE = 200;
const MAX_TOLD = 50_000;

/**
 * Looks for all open streams of this process, as long as there are any: one query for the wallets that have changed since the
 * last look, then the new rows of these by key. Nobody who books has to tell it: a NOTIFY for each booking would put all commits
 * in one line.
 */
export class AccountWatch {
  readonly #db: Db;
  readonly #log: Log;
  readonly #everyMs: number;
  readonly #subscribers = new Set<Subscriber>();
  readonly #joining = new Map<Subscriber, (snapshot: string) => void>();
  /** What was last told of each wallet: a change of a column that nobody sees is no news. */
  readonly #told = new Map<string, string>();
  #since: string | undefined;
  #news: News | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking = false;
  #failing = false;
  #upToDateAt = new Date();
  #closed = false;

  constructor({ db, log, everyMs = EVERY_MS }: AccountWatchOptions) {
    this.#db = db;
    this.#log = log;
    this.#everyMs = everyMs;
  }

  /** From the snapshot on that it resolves with, the subscriber's queue gets everything that he may see. */
  join(subscriber: Subscriber): Promise<string> {
    return new Promise((resolve) => {
      this.#joining.set(subscriber, resolve);
      this.#lookIn(0);
    });
  }

  leave(subscriber: Subscriber): void {
    this.#joining.delete(subscriber);
    this.#subscribers.delete(subscriber);
  }

  /** The database is asked nothing more, but for a look that has begun. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  /** Everything that was booked before was told. */
  get upToDateAt(): Date {
    return this.#upToDateAt;
  }

  #lookIn(delayMs: number): void {
    if (this.#looking || this.#closed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), delayMs);
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    // Only who was there before the snapshot is taken: so it is never older than what he has read elsewhere.
    const joining = this.#news ? [] : [...this.#joining];
    const startedAt = new Date();
    try {
      this.#news ??= await this.#find();
      await this.#tell(this.#news);
      const { until } = this.#news;
      this.#news = undefined;
      this.#since = until;
      this.#upToDateAt = startedAt;
      this.#failing = false;
      for (const [subscriber, joined] of joining) {
        if (!this.#joining.delete(subscriber)) continue;
        this.#subscribers.add(subscriber);
        joined(until);
      }
    } catch (error) {
      if (!this.#failing && !this.#closed)
        this.#log.warn({ err: error }, 'live events wait for the database');
      this.#failing = true;
    } finally {
      this.#looking = false;
    }
    if (this.#subscribers.size + this.#joining.size > 0) {
      this.#lookIn(this.#joining.size > 0 && !this.#failing ? 0 : this.#everyMs);
    } else {
      this.#since = undefined;
      this.#news = undefined;
      this.#told.clear();
    }
  }

  async #find(): Promise<News> {
    if (this.#since === undefined || this.#subscribers.size === 0) {
      const until = await currentSnapshot(this.#db);
      return { since: until, until, wallets: [], notices: [], ranges: [] };
    }
    const since = this.#since;
    const views = [...this.#subscribers].map(({ view }) => view);
    const { now: until, wallets } = await changedWallets(this.#db, since, walletsOf(views));
    const ranges = rangesOf(wallets, await seqsAt(this.#db, since, wallets));
    const mandates = [...new Set(views.map(({ mandate }) => mandate))];
    return { since, until, wallets, notices: await noticesTold(this.#db, mandates, since, until), ranges };
  }

  /** Page by page; after a failure it goes on where it was. */
  async #tell(news: News): Promise<void> {
    const { since, until } = news;
    while (news.ranges.length > 0) {
      const rows = await rowsIn(this.#db, news.ranges, { limit: ROWS_AT_ONCE });
      for (const row of rows) {
        const position = { since, partly: { until, account: row.account, seq: row.seq } };
        this.#push(transactionText(row, position), ({ view }) => seesRow(view, row));
      }
      const last = rows.at(-1);
      news.ranges = last && rows.length === ROWS_AT_ONCE ? rangesAfter(news.ranges, last) : [];
    }
    for (const { notice, ...whose } of news.notices) {
      this.#push(warningText(notice), ({ view }) => seesWallet(view, whose));
    }
    for (const wallet of news.wallets) {
      if (this.#isToldAlready(wallet)) continue;
      this.#push(balanceText(wallet, { since: until }), ({ view }) => seesWallet(view, wallet));
    }
  }

  #isToldAlready({ account, balance, held, floor }: ChangedWallet): boolean {
    const state = `${balance}/${held}/${floor}`;
    if (this.#told.get(account) === state) return true;
    if (this.#told.size >= MAX_TOLD) this.#told.clear();
    this.#told.set(account, state);
    return false;
  }

  #push(text: Buffer, isFor: (subscriber: Subscriber) => boolean): void {
    for (const subscriber of this.#subscribers) {
      if (isFor(subscriber)) subscriber.queue.push(text);
    }
  }
}
