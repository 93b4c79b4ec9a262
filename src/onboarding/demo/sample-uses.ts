import type { Feature } from '#billing/ledger/ledger.ts';

/** What people do with AI: how many calls in a row, how large, and when. */
export interface SampleUse {
  readonly feature: Feature;
  /** Calls of one session. */
  readonly calls: readonly [least: number, most: number];
  /** Seconds between the end of a call and the next; undefined: a program that goes on at once. */
  readonly pauseSeconds?: readonly [least: number, most: number];
  /** Tokens of the first prompt. */
  readonly input: readonly [least: number, most: number];
  readonly output: readonly [least: number, most: number];
  /** Whether the earlier part of the conversation comes from the provider's cache. */
  readonly isCached: boolean;
  readonly hours: 'office' | 'always' | 'morning';
  /** Fees beside tokens. */
  readonly fees?: 'searches' | 'credits';
}

const USES = {
  question: {
    feature: 'chat',
    calls: [1, 4],
    pauseSeconds: [15, 150],
    input: [600, 12_000],
    output: [250, 2_800],
    isCached: true,
    hours: 'office',
  },
  document: {
    feature: 'chat',
    calls: [1, 3],
    pauseSeconds: [40, 300],
    input: [25_000, 190_000],
    output: [900, 7_500],
    isCached: true,
    hours: 'office',
  },
  coding: {
    feature: 'api',
    calls: [3, 12],
    input: [30_000, 170_000],
    output: [400, 6_500],
    isCached: true,
    hours: 'office',
  },
  check: {
    feature: 'api',
    calls: [2, 7],
    input: [14_000, 110_000],
    output: [300, 2_600],
    isCached: true,
    hours: 'office',
  },
  website: {
    feature: 'api',
    calls: [1, 2],
    input: [1_500, 14_000],
    output: [150, 900],
    isCached: false,
    hours: 'always',
  },
  mailbox: {
    feature: 'automation',
    calls: [5, 14],
    input: [2_000, 24_000],
    output: [250, 1_600],
    isCached: false,
    hours: 'morning',
  },
  report: {
    feature: 'automation',
    calls: [2, 5],
    input: [50_000, 190_000],
    output: [2_500, 9_000],
    isCached: true,
    hours: 'morning',
  },
  index: {
    feature: 'automation',
    calls: [2, 6],
    input: [8_000, 90_000],
    output: [0, 0],
    isCached: false,
    hours: 'morning',
  },
  research: {
    feature: 'chat',
    calls: [1, 3],
    pauseSeconds: [30, 240],
    input: [300, 4_000],
    output: [700, 4_500],
    isCached: false,
    hours: 'office',
    fees: 'searches',
  },
  lookup: {
    feature: 'api',
    calls: [1, 4],
    input: [0, 0],
    output: [0, 0],
    isCached: false,
    hours: 'office',
    fees: 'credits',
  },
} as const satisfies Readonly<Record<string, SampleUse>>;

export type UseName = keyof typeof USES;

export function sampleUse(name: UseName): SampleUse {
  return USES[name];
}

export interface ModelFamily {
  readonly provider: string;
  /** The newest first: people move to a new one when it has had a price for some days. */
  readonly models: readonly string[];
}

export const FAMILIES: Readonly<Record<string, ModelFamily>> = {
  opus: { provider: 'anthropic', models: ['claude-opus-5-5', 'claude-opus-5', 'claude-opus-4-5'] },
  sonnet: { provider: 'anthropic', models: ['claude-sonnet-5-5', 'claude-sonnet-5', 'claude-sonnet-4-5'] },
  haiku: { provider: 'anthropic', models: ['claude-haiku-5-5', 'claude-haiku-4-5'] },
  astra: { provider: 'openai', models: ['gpt-6.2-astra', 'gpt-6-astra', 'gpt-5.4'] },
  sol: { provider: 'openai', models: ['gpt-6.2-sol', 'gpt-6.1-sol', 'gpt-6-sol', 'gpt-5.2'] },
  luna: { provider: 'openai', models: ['gpt-6-luna', 'gpt-5.6-luna', 'gpt-5-mini'] },
  embedding: { provider: 'openai', models: ['text-embedding-3-large'] },
  sonar: { provider: 'perplexity', models: ['perplexity/sonar'] },
  tavily: { provider: 'tavily', models: ['*'] },
};
