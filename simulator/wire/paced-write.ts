import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Settings } from '../simulator-settings.ts';

const BETWEEN_WRITES_MS = 5;

/** Writes, and waits while the reader is slow. False once the reader has left. */
export async function write(response: ServerResponse, bytes: string | Buffer): Promise<boolean> {
  if (response.destroyed) return false;
  if (response.write(bytes)) return true;
  await new Promise<void>((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
  return !response.destroyed;
}

/** Writes the text in two TCP writes, the first of which ends within its first character of several bytes. */
export async function writeSplit(response: ServerResponse, text: string): Promise<boolean> {
  const bytes = Buffer.from(text);
  const at = bytes.findIndex((byte) => byte >= 0xc0);
  if (at < 0) return write(response, bytes);
  if (!(await write(response, bytes.subarray(0, at + 1)))) return false;
  await sleep(BETWEEN_WRITES_MS);
  return write(response, bytes.subarray(at + 1));
}

/** False if the reader left meanwhile. */
export async function wait(
  response: ServerResponse,
  delayMs: number,
  pace: Settings['pace'],
): Promise<boolean> {
  if (delayMs > 0) await sleep(delayMs);
  await pace?.();
  return !response.destroyed;
}
