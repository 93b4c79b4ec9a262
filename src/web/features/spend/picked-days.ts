import { dayOf } from '#web/lib/search/search-text.ts';

/** Days in Zurich such as `2026-11-27`, both included. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** `2026-11-03`, or `2026-11-03..2026-11-09`. Undefined: something else. */
export function parsePick(text: string): Days | undefined {
  const [first, last = first, ...rest] = text.split('..').map(dayOf);
  if (rest.length > 0 || first === undefined || last === undefined || last < first) return undefined;
  return { from: first, to: last };
}

export function writePick({ from, to }: Days): string {
  return from === to ? from : `${from}..${to}`;
}
