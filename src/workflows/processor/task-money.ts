import type { CallEnd, CallWatcher, WatchedCall } from '#gateway/call-watcher.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { CostEvent } from './task-event.ts';

/** How often people are told what a running answer costs by now. */
const TELL_EVERY_MS = 500;

/** The money of one task: what its calls hold and have cost, told as it changes. */
export class TaskMoney {
  readonly #tell: (event: CostEvent) => void;
  readonly #spendAtMost: NanoChf | undefined;
  readonly #open = new Map<WatchedCall, NanoChf>();
  #spent = 0n;
  #timer: NodeJS.Timeout | undefined;
  #allSettled: (() => void) | undefined;

  constructor(spendAtMost: NanoChf | undefined, tell: (event: CostEvent) => void) {
    this.#spendAtMost = spendAtMost;
    this.#tell = tell;
  }

  /** True if any call was held, so that something may have been charged. */
  hasSpent = false;

  /** What a further call may cost: what is held counts as spent until it is settled. */
  spendAtMost = (): NanoChf | undefined => {
    if (this.#spendAtMost === undefined) return undefined;
    let held = 0n;
    for (const call of this.#open.keys()) held += call.heldNanoChf;
    const left = this.#spendAtMost - this.#spent - held;
    return left > 0n ? left : 0n;
  };

  /** Follows one more call. */
  watcher = (): CallWatcher => {
    let watched: WatchedCall | undefined;
    return {
      held: (call) => {
        watched = call;
        this.#begin(call);
      },
      settled: (end) => {
        if (watched) this.#end(watched, end);
      },
    };
  };

  /** When nothing is held any more. */
  async settled(): Promise<void> {
    if (this.#open.size > 0) await new Promise<void>((resolve) => (this.#allSettled = resolve));
  }

  #begin(call: WatchedCall): void {
    this.hasSpent = true;
    this.#open.set(call, 0n);
    this.#timer ??= setInterval(() => this.#tellProgress(), TELL_EVERY_MS).unref();
    const { transactionId, provider, model, heldNanoChf, loweredOutputTokens } = call;
    this.#tell({ type: 'held', transactionId, provider, model, heldNanoChf, loweredOutputTokens });
  }

  #tellProgress(): void {
    for (const [call, told] of this.#open) {
      const soFarNanoChf = call.chargeSoFar() ?? 0n;
      if (soFarNanoChf === told) continue;
      this.#open.set(call, soFarNanoChf);
      this.#tell({ type: 'running', transactionId: call.transactionId, soFarNanoChf });
    }
  }

  #end(call: WatchedCall, end: CallEnd): void {
    this.#open.delete(call);
    const { transactionId, heldNanoChf } = call;
    if (end.kind === 'charged') {
      this.#spent += end.chargeNanoChf;
      const { chargeNanoChf, usageSource } = end;
      this.#tell({ type: 'charged', transactionId, chargeNanoChf, usageSource });
    } else if (end.kind === 'not_charged') this.#tell({ type: 'not_charged', transactionId });
    // Nobody knows yet what it will be: it cannot be spent a second time.
    else this.#spent += heldNanoChf;
    if (this.#open.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#allSettled?.();
  }
}
