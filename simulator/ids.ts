import { randomBytes } from 'node:crypto';

// Ids are a random part per process and a counter: unique over restarts, and free of a system call each.
const RUN = randomBytes(8).toString('hex');
let count = 0;

/** `length` hex digits (24 or more), unique. */
export function uniqueHex(length: number): string {
  count += 1;
  return RUN + count.toString(16).padStart(length - RUN.length, '0');
}

export function uniqueUuid(): string {
  const hex = uniqueHex(32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** The same id with another count: as unique as a new one. */
export function renewedId(id: string): string {
  count += 1;
  return id.slice(0, -8) + count.toString(16).padStart(8, '0');
}
