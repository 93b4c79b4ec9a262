import type { z } from 'zod';
import { formatChf } from '#kernel/money.ts';
import type { statisticsAnswer } from './statistic.contract.ts';
import type { GroupUsage, Statistics } from './statistic.service.ts';
import type { Period, Usage } from './statistic.ts';

/** Statistics as the API shows them. */
export function describeStatistics(
  period: Period,
  { buckets, groups, total, past }: Statistics,
): z.input<typeof statisticsAnswer> {
  return {
    period,
    timeZone: 'Europe/Zurich',
    buckets: buckets.map(({ label, from, to, isUnfinished, ...bucket }) => ({
      ...{ label, from, to, isUnfinished },
      total: describeUsage(bucket.total),
      history: describePast(bucket.past),
      groups: bucket.groups.map(describeGroup),
    })),
    groups: groups.map(describeGroup),
    total: describeUsage(total),
    history: describePast(past),
  };
}

function describePast(past: Usage) {
  const { chargedChf: worthChf, ...counts } = describeUsage(past);
  return past.calls === 0n && past.charged === 0n ? undefined : { ...counts, worthChf };
}

function describeGroup({ key, provider, name, email, ...usage }: GroupUsage) {
  return { key, provider, name, email, ...describeUsage(usage) };
}

function describeUsage({ calls, charged, inputTokens, cachedTokens, outputTokens }: Usage) {
  return {
    calls: Number(calls),
    chargedChf: formatChf(charged),
    inputTokens: Number(inputTokens),
    cachedTokens: Number(cachedTokens),
    outputTokens: Number(outputTokens),
  };
}
