import { isJsonObject } from '#aicore/field-rules.ts';
import type { ReportedUsage } from '#aicore/provider.ts';
import { PROVIDERS } from '#aicore/providers/index.ts';
import { must } from '#kernel/assert.ts';
import { type Decimal, decimal } from '#kernel/decimal.ts';
import type { UsageRecord } from '../import/import-record.ts';

/** A call as the platform has it. */
export interface PlatformCall {
  /** The platform's id. */
  readonly mandate: string;
  readonly provider: string;
  readonly model: string;
  readonly at: Date;
  /** Undefined: the platform states none. */
  readonly cost: PlatformCost | undefined;
  /** Tokens; the input includes those from the cache. */
  readonly counts: { readonly input: number; readonly cached: number; readonly output: number };
  /** What the provider counted; undefined: the platform did not keep it. */
  readonly usage: CountedUsage | undefined;
}

/** As it was written: 0 or more. */
export interface PlatformCost {
  readonly currency: Currency;
  readonly amount: Decimal;
}

export type Currency = 'usd' | 'chf';

export type CountedUsage = Pick<ReportedUsage, 'parts' | 'statedCostUsd' | 'remark'>;

/** A usage line that is in order; a problem where the provider's usage cannot be read. */
export function readPlatformCall(record: UsageRecord): PlatformCall | { readonly problem: string } {
  const { mandate, provider, model, inputTokens, cachedTokens, outputTokens } = record;
  const usage =
    record.providerUsage === undefined ? undefined : readProviderUsage(provider, record.providerUsage);
  if (usage && 'problem' in usage) return usage;
  return {
    ...{ mandate, provider, model, usage },
    at: new Date(record.at),
    cost: costOf(record),
    counts: { input: Number(inputTokens), cached: Number(cachedTokens), output: Number(outputTokens) },
  };
}

export function costOf({
  costUsd,
  costChf,
}: Pick<UsageRecord, 'costUsd' | 'costChf'>): PlatformCost | undefined {
  if (costUsd !== undefined) return { currency: 'usd', amount: decimal(costUsd) };
  return costChf === undefined
    ? undefined
    : { currency: 'chf', amount: { coefficient: BigInt(costChf), scale: 9 } };
}

function readProviderUsage(provider: string, text: string): CountedUsage | { readonly problem: string } {
  const { readUsage } = must(
    PROVIDERS.find(({ name }) => name === provider),
    provider,
  );
  // Not parsed and written again: the numbers keep their digits.
  const report = readUsage(isAnswer(text) ? text : `{"usage":${text}}`);
  if (report.kind === 'reported') return report;
  switch (report.reason) {
    case 'failed_before_generation':
      return { parts: [] };
    case 'absurd':
      return { problem: 'providerUsage: has a count that cannot be' };
    case 'no_usage':
      return { problem: `providerUsage: is no usage as ${provider} reports it` };
  }
}

/** The answer of which the usage is a part, or an error in its place. */
function isAnswer(text: string): boolean {
  if (!text.includes('"usage"') && !text.includes('"error"')) return false;
  const read: unknown = JSON.parse(text);
  return isJsonObject(read) && (isJsonObject(read.usage) || isJsonObject(read.error));
}
