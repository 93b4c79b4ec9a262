import type { Billing, JsonObject, Usd } from './call.ts';
import type { Directives } from './directives.ts';
import { isObject } from './request-texts.ts';

export interface BillingPlan {
  readonly directives: Directives;
  readonly outputTokens: number;
  /** The usage after so many output tokens, where no directive gives one. */
  usageAfter(outputTokens: number): string;
  /** Where a directive's usage counts output tokens: it is scaled by what was generated. */
  readonly outputField: string;
  priceOf(usage: JsonObject): Usd;
}

/**
 * What a call is billed. A directive's usage replaces the counted one, in the answer and on the bill; of an answer that
 * ends early it bills the part of the output that was generated.
 */
export function planBilling(plan: BillingPlan): Billing {
  const { directives, outputTokens } = plan;
  const given =
    directives.usageText ?? (directives.usage === undefined ? undefined : JSON.stringify(directives.usage));
  const after = (tokens: number) =>
    given === undefined ? plan.usageAfter(tokens) : scaled(given, plan.outputField, tokens, outputTokens);
  return {
    usageText: given ?? plan.usageAfter(outputTokens),
    outputTokens,
    usageTextAfter: after,
    priceOf: (usageText) => plan.priceOf(readUsage(usageText)),
  };
}

function scaled(given: string, outputField: string, tokens: number, allTokens: number): string {
  const usage = readUsage(given);
  const output = usage[outputField];
  if (tokens >= allTokens || typeof output !== 'number') return given;
  return JSON.stringify({ ...usage, [outputField]: Math.floor((output * tokens) / allTokens) });
}

function readUsage(text: string): JsonObject {
  const usage: unknown = JSON.parse(text);
  if (!isObject(usage)) throw new Error('simulator: the usage is not a JSON object');
  return usage;
}
