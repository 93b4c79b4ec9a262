import type { Charge, Ledger, Renewal } from '#billing/ledger/ledger.ts';
import { raiseAlarm } from '#kernel/alarm.ts';
import type { HoldId, MandateId } from '#kernel/id.ts';
import type { Log } from '#kernel/log.ts';

/** A call between its hold and its settlement. */
export interface CallInFlight {
  readonly mandateId: MandateId;
  readonly holdId: HoldId;
  /** Changes whenever more of the answer has arrived. */
  readonly position: number;
  /** What the call would be charged if it ended now; undefined: nothing has arrived. */
  progress(): Charge | undefined;
  /** Ends the call now: whatever has arrived is charged. */
  breakOff(): void;
}

export interface RenewalPace {
  readonly tickMs: number;
  readonly renewAfterMs: number;
  /** With the tick it makes at most 2 s. */
  readonly journalAfterMs: number;
}

const PACE: RenewalPace = { tickMs: 1_000, renewAfterMs: 10_000, journalAfterMs: 1_000 };

/** More than a database takes that answers at all. */
const SETTLE_MS = 10_000;
const BREAK_OFF_EVERY_MS = 500;

interface Entry {
  readonly call: CallInFlight;
  renewedAtMs: number;
  journalledPosition: number;
}

/**
 * Keeps the holds of running calls alive (every 10 s) and journals how far their streams have come (at least every 2 s
 * while they move), all in one batch, so that a crash loses at most two seconds of a stream. A short call costs an entry
 * in a map and nothing else.
 */
export class CallsInFlight {
  readonly #entries = new Map<CallInFlight, Entry>();
  readonly #ledger: Pick<Ledger, 'renew'>;
  readonly #log: Log;
  readonly #pace: RenewalPace;
  readonly #timer: NodeJS.Timeout;
  #renewing = false;
  #whenEmpty: (() => void) | undefined;

  constructor(ledger: Pick<Ledger, 'renew'>, log: Log, pace: RenewalPace = PACE) {
    this.#ledger = ledger;
    this.#log = log;
    this.#pace = pace;
    this.#timer = setInterval(() => void this.#tick(), pace.tickMs);
    this.#timer.unref();
  }

  get size(): number {
    return this.#entries.size;
  }

  add(call: CallInFlight): void {
    this.#entries.set(call, { call, renewedAtMs: performance.now(), journalledPosition: call.position });
  }

  remove(call: CallInFlight): void {
    this.#entries.delete(call);
    if (this.#entries.size === 0) this.#whenEmpty?.();
  }

  /**
   * Waits until all calls are settled; those that run longer than `graceMs` are broken off. Where the database is away they
   * cannot be settled: `settleMs` after that they are left to the sweeper.
   */
  async drain(graceMs: number, settleMs = SETTLE_MS): Promise<void> {
    if (this.#entries.size === 0) return;
    const breakOff = () => {
      for (const call of this.#entries.keys()) call.breakOff();
      // Again for calls that got their hold only now.
      timer = setTimeout(breakOff, BREAK_OFF_EVERY_MS);
    };
    let timer = setTimeout(breakOff, graceMs);
    let giveUp: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#whenEmpty = resolve;
      giveUp = setTimeout(resolve, graceMs + settleMs);
    });
    clearTimeout(timer);
    clearTimeout(giveUp);
    const { size } = this.#entries;
    if (size > 0) raiseAlarm(this.#log, 'calls_left_unsettled', { calls: size }, 'calls were left unsettled');
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #tick(): Promise<void> {
    if (this.#renewing) return;
    const nowMs = performance.now();
    const due = this.#entries
      .values()
      .filter((entry) => isDue(entry, nowMs, this.#pace))
      .toArray();
    if (due.length === 0) return;
    this.#renewing = true;
    const before = due.map((entry) => ({ ...entry }));
    try {
      await this.#ledger.renew(due.map((entry) => renew(entry, nowMs)));
    } catch (error) {
      // Tried again with the next tick; a hold lives for 60 s, so there is time.
      for (const [index, entry] of due.entries()) Object.assign(entry, before[index]);
      this.#log.warn({ err: error, calls: due.length }, 'holds could not be renewed');
    } finally {
      this.#renewing = false;
    }
  }
}

function isDue({ call, renewedAtMs, journalledPosition }: Entry, nowMs: number, pace: RenewalPace): boolean {
  const waitMs = call.position === journalledPosition ? pace.renewAfterMs : pace.journalAfterMs;
  return nowMs - renewedAtMs >= waitMs;
}

function renew(entry: Entry, nowMs: number): Renewal {
  const { mandateId, holdId, position } = entry.call;
  const progress = position === entry.journalledPosition ? undefined : entry.call.progress();
  entry.renewedAtMs = nowMs;
  entry.journalledPosition = position;
  return progress ? { mandateId, holdId, progress } : { mandateId, holdId };
}
