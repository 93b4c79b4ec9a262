import type { WriteStream } from 'node:tty';
import type { TellProgress } from '#onboarding/import/tell-progress.ts';

const WIDTH = 20;
/** On a terminal one line is written over. Elsewhere lines stay, so they are few, and none of what takes no longer than that. */
const EVERY_MS = { terminal: 100, elsewhere: 10_000 };
/** The first seconds tell nothing of the rest. */
const ESTIMATE_AFTER_MS = 5_000;

export interface ImportProgress {
  readonly show: TellProgress;
  /** A line that stays. */
  note(text: string): void;
  end(): void;
}

/** Says how far an import has come, and how long it will take where that can be told. `now` is in ms. */
export function importProgress(
  out: Pick<WriteStream, 'isTTY' | 'write'> & { readonly columns?: number },
  now: () => number = Date.now,
): ImportProgress {
  let shownAt = out.isTTY ? Number.NEGATIVE_INFINITY : now();
  let isShown = false;
  let current = { step: '', from: 0 };
  const clear = () => {
    if (isShown) out.write('\r\u001b[K');
    isShown = false;
  };
  return {
    show(step, done, total, counted = `${whole(done)} of ${whole(total ?? done)} mandates`) {
      const at = now();
      if (current.step !== step) current = { step, from: at };
      const wait = out.isTTY ? EVERY_MS.terminal : EVERY_MS.elsewhere;
      if (at - shownAt < wait && !(out.isTTY && done === total)) return;
      shownAt = at;
      const line = lineOf(step, { done, total, counted, ms: at - current.from }, out.isTTY);
      if (out.isTTY) out.write(`\r\u001b[K${line.slice(0, (out.columns || 80) - 1)}`);
      else out.write(`${line}\n`);
      isShown = out.isTTY;
    },
    note(text) {
      clear();
      out.write(`${text}\n`);
    },
    end: clear,
  };
}

interface State {
  readonly done: number;
  readonly total: number | undefined;
  readonly counted: string;
  /** Since the step began. */
  readonly ms: number;
}

function lineOf(step: string, { done, total, counted, ms }: State, hasBar: boolean): string {
  if (total === undefined) return `${step}: ${counted}`;
  const share = total === 0 ? 1 : Math.min(done / total, 1);
  const full = Math.floor(share * WIDTH);
  const bar = hasBar ? `[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}] ` : '';
  const leftMs = share > 0 && ms >= ESTIMATE_AFTER_MS ? (ms * (1 - share)) / share : 0;
  const left = leftMs > 0 ? `${roughly(leftMs)} left, ` : '';
  return `${step}: ${bar}${Math.floor(share * 100)} %, ${left}${counted}`;
}

/** More would only pretend to be exact. */
function roughly(ms: number): string {
  const seconds = Math.ceil(ms / 10_000) * 10;
  return seconds < 100 ? `about ${seconds} s` : `about ${Math.ceil(seconds / 60)} min`;
}

function whole(count: number): string {
  return count.toLocaleString('en-US');
}
