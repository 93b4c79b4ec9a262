import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { dayText } from '#kernel/day-text.ts';
import type { DayRange } from './day-range.ts';

/** `01.11.2026 – 27.11.2026`, `27.11.2026`, `Since 01.11.2026`, `Any time`. `say`: the `t` of Lingui. */
export function rangeText({ from, to }: DayRange, say: (text: MessageDescriptor) => string): string {
  if (from === undefined && to === undefined) return say(msg`Any time`);
  const first = from === undefined ? '' : dayText(from);
  const last = to === undefined ? '' : dayText(to);
  if (to === undefined) return say(msg`Since ${first}`);
  if (from === undefined) return say(msg`Until ${last}`);
  return from === to ? first : `${first} – ${last}`;
}
