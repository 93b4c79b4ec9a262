import type { Db } from '#db/database.ts';
import type { Log } from '#kernel/log.ts';
import type { ModelChoice } from '../processor/ai-task.ts';
import type { TaskEvent, TaskFailure } from '../processor/task-event.ts';
import type { Attempt, AutomationRun, Source } from './automation.ts';
import { storeRunEnd, storeRunProgress } from './run.store.ts';

const STORE_EVERY_MS = 1_000;

export type RunEnd = Pick<AutomationRun, 'state' | 'failure' | 'question'>;

/** A run that is being made in this process: what it has so far, stored every second. */
export class RunningRun {
  readonly run: AutomationRun;
  readonly stop = new AbortController();
  readonly #db: Db;
  readonly #log: Log;
  readonly #timer: NodeJS.Timeout;
  #attempts: Attempt[];
  #output: string;
  #sources: Source[];
  /** What there is, the model that is asked now has written. */
  #isOfPresent = false;

  /** `broken` is aborted when the process cannot wait for it any more. */
  constructor(db: Db, log: Log, run: AutomationRun, broken: AbortSignal) {
    this.run = run;
    this.#db = db;
    this.#log = log;
    // What a process that died had begun, and not sent.
    this.#attempts = run.attempts.filter(({ outcome }) => outcome !== 'running');
    this.#output = run.output;
    this.#sources = [...run.sources];
    this.#timer = setInterval(() => void this.#keep(), STORE_EVERY_MS);
    broken.addEventListener('abort', () => this.stop.abort(), { once: true });
  }

  /** The model that is asked now has written something. */
  get hasOutput(): boolean {
    return this.#isOfPresent && this.#output !== '';
  }

  /** Another model is asked: what was written before stays until this one writes something. */
  begin(model: ModelChoice): void {
    this.#isOfPresent = false;
    const startedAt = new Date().toISOString();
    this.#attempts.push({ model, outcome: 'running', failure: null, startedAt, endedAt: null });
  }

  take(event: TaskEvent): void {
    if (event.type === 'text') {
      this.#makeRoom();
      this.#output += event.delta;
    } else if (event.type === 'source') {
      this.#makeRoom();
      this.#sources.push({ url: event.url, title: event.title ?? null });
    }
  }

  #makeRoom(): void {
    if (this.#isOfPresent) return;
    this.#isOfPresent = true;
    this.#output = '';
    this.#sources = [];
  }

  finish(outcome: Attempt['outcome'], failure: TaskFailure | null): void {
    const last = this.#attempts.at(-1);
    if (last) this.#attempts.splice(-1, 1, { ...last, outcome, failure, endedAt: new Date().toISOString() });
  }

  async end(end: RunEnd): Promise<void> {
    clearInterval(this.#timer);
    await storeRunEnd(this.#db, this.run.place, { ...this.#progress(), ...end });
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #progress() {
    return { attempts: this.#attempts, output: this.#output, sources: this.#sources };
  }

  /** Gone means deleted: nobody wants it any more. */
  async #keep(): Promise<void> {
    try {
      const row = await storeRunProgress(this.#db, this.run.place, this.#progress());
      if (!row || row.isStopAsked) this.stop.abort();
    } catch (error) {
      this.#log.warn({ err: error, run: this.run.place.runId }, 'a run could not be stored for now');
    }
  }
}
