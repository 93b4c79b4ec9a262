import { setTimeout as sleep } from 'node:timers/promises';
import type { SeededRandom } from '#kernel/seeded-random.ts';
import { type GatewayProcess, startGatewayProcess } from './gateway-process.ts';

/** One life of one gateway process. */
export interface Instance {
  readonly id: number;
  readonly process: GatewayProcess;
  /** Ended by SIGKILL: what it was about to book is lost. */
  wasKilled: boolean;
}

const RETRY_MS = 300;

/** A number of gateway processes on one database, which come back when they end. */
export class Fleet {
  readonly #environment: Readonly<Record<string, string>>;
  readonly #slots: (Instance | undefined)[];
  readonly #comingBack = new Set<Promise<void>>();
  #made = 0;
  #isStopping = false;
  /** What went wrong with orderly ends. */
  readonly problems: string[] = [];

  constructor(environment: Readonly<Record<string, string>>, size: number) {
    this.#environment = environment;
    this.#slots = Array.from({ length: size }, () => undefined);
  }

  get size(): number {
    return this.#slots.length;
  }

  /** Whether all slots run. */
  get isWhole(): boolean {
    return this.#slots.every((instance) => instance !== undefined);
  }

  async start(): Promise<void> {
    await Promise.all(this.#slots.keys().map((slot) => this.#bringUp(slot)));
  }

  /** A process to call, or undefined while none runs. */
  pick(random: SeededRandom): Instance | undefined {
    const running = this.#slots.filter((instance) => instance !== undefined);
    return running.length === 0 ? undefined : random.pick(running);
  }

  /** Ends the process in a slot, if one runs, and brings up the next after a while. */
  strike(slot: number, signal: 'SIGKILL' | 'SIGTERM', backAfterMs: number): boolean {
    const instance = this.#slots[slot];
    if (!instance) return false;
    this.#slots[slot] = undefined;
    const back = this.#end(instance, signal)
      .then(() => sleep(backAfterMs))
      .then(() => this.#bringUp(slot));
    this.#comingBack.add(back);
    void back.finally(() => this.#comingBack.delete(back));
    return true;
  }

  /** Waits until all slots run again. */
  async healed(): Promise<void> {
    await Promise.all(this.#comingBack);
  }

  /** SIGTERM to all; they must end with 0. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    const running = this.#slots.filter((instance) => instance !== undefined);
    await Promise.all(running.map((instance) => this.#end(instance, 'SIGTERM')));
    this.#slots.fill(undefined);
  }

  async #bringUp(slot: number): Promise<void> {
    for (;;) {
      try {
        const process = await startGatewayProcess(this.#environment);
        const instance = { id: ++this.#made, process, wasKilled: false };
        this.#slots[slot] = instance;
        void process.exited.then(() => this.#miss(slot, instance));
        return;
      } catch {
        // The database may be away; who operates Rappen starts it again, too.
        await sleep(RETRY_MS);
      }
    }
  }

  /** Nobody has asked it to end. */
  #miss(slot: number, instance: Instance): void {
    if (this.#slots[slot] !== instance || this.#isStopping) return;
    this.#slots[slot] = undefined;
    this.problems.push(`gateway ${instance.id} ended by itself: ${instance.process.problems().slice(-600)}`);
    void this.#bringUp(slot);
  }

  async #end(instance: Instance, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const { process, id } = instance;
    if (signal === 'SIGKILL') instance.wasKilled = true;
    process.kill(signal);
    const exit = await process.exited;
    if (signal === 'SIGTERM' && exit.code !== 0) {
      const end = `${exit.code ?? exit.signal}`;
      this.problems.push(
        `gateway ${id}: SIGTERM ended it with ${end}, not 0: ${process.problems().slice(-600)}`,
      );
    }
  }
}
