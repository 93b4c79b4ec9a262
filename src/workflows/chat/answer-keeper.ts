import type { Db } from '#db/database.ts';
import { storableJson } from '#db/storable-json.ts';
import type { Log } from '#kernel/log.ts';
import { findUnwanted, showAlive, storeProgress } from './answer-progress.store.ts';
import type { RunningAnswer } from './running-answer.ts';

/** What is lost at most of a short answer if the process dies. */
const EVERY_MS = 1_000;
/** Every so many times also those that have not grown show that they are alive. */
const ALIVE_EVERY = 10;
/** An answer is written whole each time: a long one less often, so that 200 of them are no burden. */
const CHARACTERS_PER_SECOND = 32_000;
const MOST_BETWEEN_MS = 10_000;

interface Kept {
  readonly answer: RunningAnswer;
  /** By the monotonic clock. */
  notBeforeMs: number;
}

/** Keeps what there is of the answers that are being made, all with one statement, and hears whether somebody wants them no more. */
export class AnswerKeeper {
  readonly #db: Db;
  readonly #log: Log;
  readonly #onUnwanted: (answer: RunningAnswer) => void;
  readonly #kept = new Map<string, Kept>();
  #timer: NodeJS.Timeout | undefined;
  #times = 0;
  #isBusy = false;

  constructor(db: Db, log: Log, onUnwanted: (answer: RunningAnswer) => void) {
    this.#db = db;
    this.#log = log;
    this.#onUnwanted = onUnwanted;
  }

  add(answer: RunningAnswer): void {
    this.#kept.set(answer.place.messageId, { answer, notBeforeMs: 0 });
    this.#timer ??= setInterval(() => void this.#keep(), EVERY_MS).unref();
  }

  remove({ place }: RunningAnswer): void {
    this.#kept.delete(place.messageId);
    if (this.#kept.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #keep(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      await this.#store([...this.#kept.values()]);
    } catch (error) {
      this.#log.warn({ err: error }, 'answers could not be stored for now');
    } finally {
      this.#isBusy = false;
    }
  }

  async #store(all: readonly Kept[]): Promise<void> {
    const nowMs = performance.now();
    await this.#storeGrown(
      all.filter(({ notBeforeMs, answer }) => notBeforeMs <= nowMs && answer.hasChanged),
    );
    const places = all.map(({ answer }) => answer.place);
    if (++this.#times % ALIVE_EVERY === 0) await showAlive(this.#db, places);
    for (const id of await findUnwanted(this.#db, places)) {
      const unwanted = this.#kept.get(id);
      if (unwanted) this.#onUnwanted(unwanted.answer);
    }
  }

  async #storeGrown(grown: readonly Kept[]): Promise<void> {
    if (grown.length === 0) return;
    const progress = grown.map(({ answer }) => {
      answer.hasChanged = false;
      const { parts, loweredOutputTokens } = answer.soFar;
      return { place: answer.place, parts: storableJson(parts), loweredOutputTokens };
    });
    try {
      await storeProgress(this.#db, progress);
    } catch (error) {
      for (const { answer } of grown) answer.hasChanged = true;
      throw error;
    }
    for (const [index, one] of grown.entries()) {
      const characters = progress[index]?.parts.length ?? 0;
      const waitMs = Math.min(MOST_BETWEEN_MS, (characters / CHARACTERS_PER_SECOND) * 1_000);
      // The next time comes a little early or late: it must not miss by that.
      one.notBeforeMs = performance.now() + waitMs - EVERY_MS / 2;
    }
  }
}
