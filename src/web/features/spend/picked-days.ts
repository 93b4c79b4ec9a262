import { dayOf } from '#web/lib/search/search-text.ts';

/** Days in Zurich such as `2026-11-27`, both included. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** `2026-11-03`, or `2026-11-03..2026-11-09`. Undefined: something else. */
export function parsePick(text: string): Days | undefined {
  const days = text.split('..').map(dayOf);
  const [from, to] = [days[0], days.at(-1)];
  if (days.length > 2 || from === undefined || to === undefined || to < from) return undefined;
  return { from, to };
}

export function writePick({ from, to }: Days): string {
  return from === to ? from : `${from}..${to}`;
}
