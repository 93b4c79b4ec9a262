import type { Billing, UsageOnWire } from '../call.ts';
import type { Fault } from '../directives.ts';
import { isObject } from '../request-texts.ts';

const NOTHING: UsageOnWire = { text: undefined, twice: false, afterEnd: false };

/** What the answer says about its usage: the truth, or what a fault makes of it. The bill stays the true one, but for zero usage. */
export function usageOnWire(billing: Billing | undefined, fault: Fault | undefined): UsageOnWire {
  if (!billing || fault === 'no_usage') return NOTHING;
  const text = faultyText(billing.usageText, fault);
  return { text, twice: fault === 'usage_twice', afterEnd: fault === 'usage_after_end' };
}

/** The usage that the fault makes everyone believe: zero usage is billed as zero too. */
export function billedUsageText(usageText: string, fault: Fault | undefined): string {
  return fault === 'zero_usage' ? faultyText(usageText, fault) : usageText;
}

function faultyText(text: string, fault: Fault | undefined): string {
  switch (fault) {
    case 'zero_usage':
      return withNumbers(text, () => 0);
    case 'negative_usage':
      return withNumbers(text, (value) => -value);
    case 'fractional_usage':
      return withNumbers(text, (value) => value + 0.5);
    case 'absurd_usage':
      return withNumbers(text, () => 1e300);
    case 'no_cost':
      return JSON.stringify(JSON.parse(text), (name, value) => (name === 'cost' ? undefined : value));
    default:
      return text;
  }
}

function withNumbers(text: string, change: (value: number) => number): string {
  return JSON.stringify(changed(JSON.parse(text), change));
}

function changed(value: unknown, change: (value: number) => number): unknown {
  if (typeof value === 'number') return change(value);
  if (Array.isArray(value)) return value.map((item) => changed(item, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, changed(item, change)]));
}
