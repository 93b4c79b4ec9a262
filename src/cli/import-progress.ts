import type { WriteStream } from 'node:tty';

const WIDTH = 30;
const EVERY_MS = 100;

/** A line on a terminal that says how far an import has come; nothing elsewhere. */
export function importProgress(terminal: Pick<WriteStream, 'isTTY' | 'write'>) {
  let shownAt = 0;
  return {
    show(step: string, done: number, total: number | undefined): void {
      const now = Date.now();
      if (!terminal.isTTY || (now - shownAt < EVERY_MS && done !== total)) return;
      shownAt = now;
      terminal.write(`\r\u001b[K${step} ${total === undefined ? `${done} lines` : bar(done, total)}`);
    },
    end(): void {
      if (shownAt > 0) terminal.write('\r\u001b[K');
    },
  };
}

function bar(done: number, total: number): string {
  const full = total === 0 ? WIDTH : Math.floor((done * WIDTH) / total);
  return `[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}] ${done} of ${total} mandates`;
}
