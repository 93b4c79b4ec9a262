import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { must } from '#kernel/assert.ts';
import { formatChf, parseChf } from '#kernel/money.ts';
import { openParallelDesk } from '#test/support/parallel-desk.ts';
import type { ReportedSums } from './parallel-report.ts';
import { parallelReportCsv } from './parallel-report-csv.ts';
import {
  CHF_PER_USD,
  chfNano,
  DAY,
  lineOf,
  NONE,
  OPENAI,
  OPUS,
  SOL,
  SONAR,
  seenByProvider,
  TAVILY,
  tokensOf,
  usdNano,
  written,
} from './planted-day.test-data.ts';
import { renderParallelReport } from './render-parallel-report.ts';

const { compare } = await openParallelDesk(CHF_PER_USD);
const SEEDS = Array.from({ length: 12 }, (_, seed) => seed);

/** Of many calls, in CHF. */
function sum(seeds: readonly number[], nanoChfOf: (seed: number) => bigint): string {
  return formatChf(seeds.reduce((total, seed) => total + nanoChfOf(seed), 0n));
}

test('every planted difference is found, by mandate, provider and model, with its size and its cause', async () => {
  const own = (seed: number) => usdNano('gpt-4.1', tokensOf(seed));
  const plain = (seed: number) => usdNano('gpt-4.1', { ...tokensOf(seed), cached: 0n });
  const sol = (seed: number) => usdNano('gpt-5.6-sol', tokensOf(seed));
  const solBefore = (seed: number) => usdNano('gpt-5.6-sol until 2026-08-21', tokensOf(seed));
  const opus = (seed: number) => usdNano('claude-opus-4-5', tokensOf(seed));
  const odd = (seed: number) => ({
    input: BigInt(1_001 + seed * 37),
    cached: BigInt(101 + seed * 2),
    output: BigInt(331 + seed),
  });
  const report = await compare(
    DAY,
    [
      ...SEEDS.flatMap((seed) => [
        lineOf('agrees', OPENAI, tokensOf(seed), { costUsd: written(own(seed)) }),
        lineOf('agrees', OPUS, tokensOf(seed), {
          ...{
            costUsd: written(seenByProvider(tokensOf(seed)).nanoUsd),
            providerUsage: seenByProvider(tokensOf(seed)).usage,
          },
        }),
        lineOf('agrees', SONAR, tokensOf(seed), {
          costUsd: '0.0123',
          providerUsage: `{"input_tokens":9,"output_tokens":9,"cost":{"total_cost":0.0123}}`,
        }),
        lineOf('agrees', TAVILY, NONE, { costChf: '0.0128', providerUsage: '{"credits":2}' }),
        lineOf('rounds', OPENAI, odd(seed), { costUsd: written(usdNano('gpt-4.1', odd(seed))) }),
        lineOf('cached', OPENAI, tokensOf(seed), { costUsd: written(plain(seed)) }),
        lineOf('old price', SOL, tokensOf(seed), { costUsd: written(solBefore(seed)) }),
        lineOf('factor', OPUS, tokensOf(seed), { costUsd: written((opus(seed) * 5n) / 4n) }),
        lineOf('factor', TAVILY, NONE, {
          ...{ costUsd: written(BigInt(50 + seed) * 7_500_000n), providerUsage: { credits: 50 + seed } },
        }),
        lineOf('searches', OPUS, tokensOf(seed), {
          ...{ costUsd: written(opus(seed)), providerUsage: seenByProvider(tokensOf(seed)).usage },
        }),
        lineOf('odd', OPENAI, tokensOf(seed), {
          costUsd: written(own(seed) + BigInt(seed * seed + 1) * 77_000n),
        }),
      ]),
      lineOf('single', OPUS, tokensOf(1), { costUsd: written((opus(1) * 5n) / 4n) }),
      lineOf('unpriced', ['openai', 'acme-1'], tokensOf(1), { costUsd: '1.5' }),
    ],
    [{ id: 'agrees', name: 'Einig AG' }],
  );

  const found = (mandate: string) =>
    must(
      report.mandates.find((one) => one.mandate === mandate),
      mandate,
    );
  const agrees = found('agrees');
  expect(agrees).toMatchObject({
    ...{ name: 'Einig AG', agrees: true, incomplete: false, calls: 48, differingCalls: 0 },
    parts: { tokensChf: '0.000000000', priceChf: '0.000000000', roundingChf: '0.000000000' },
    causes: [],
  });
  expect(agrees.models.map(({ provider, pricedAs }) => [provider, pricedAs])).toEqual([
    ['openai', 'gpt-4.1'],
    ['anthropic', 'claude-opus-4-5'],
    ['perplexity', 'perplexity/sonar'],
    ['tavily', '*'],
  ]);
  // Its own markups: 10 % on OpenAI, 20 % on the others.
  expect(agrees.models[0]?.rappen).toMatchObject({
    costChf: sum(SEEDS, (seed) => chfNano(own(seed))),
    chargeChf: sum(SEEDS, (seed) => (chfNano(own(seed)) * 11n) / 10n),
    inputTokens: SEEDS.reduce((total, seed) => total + Number(tokensOf(seed).input), 0),
  });
  expect(agrees.models[1]?.rappen).toMatchObject({
    chargeChf: sum(SEEDS, (seed) => (chfNano(seenByProvider(tokensOf(seed)).nanoUsd) * 12n) / 10n),
    otherMeters: { cache_write_5m_tokens: 12_000, web_searches: 12 },
  });

  const rounds = found('rounds');
  expect(rounds).toMatchObject({
    agrees: true,
    parts: { tokensChf: '0.000000000', priceChf: '0.000000000' },
  });
  // Half a millionth of a USD each, which the platform rounds up.
  expect([rounds.differenceChf, rounds.parts.roundingChf]).toEqual(['-0.000004800', '-0.000004800']);
  expect(rounds.rappen.chargeChf).toBe(
    sum(SEEDS, (seed) => (chfNano(usdNano('gpt-4.1', odd(seed))) * 3n) / 2n),
  );

  const planted = (
    mandate: string,
    cause: string,
    part: 'tokensChf' | 'priceChf',
    difference: (seed: number) => bigint,
    provider?: string,
  ) => {
    const { models } = found(mandate);
    const model = must(
      models.find((one) => one.provider === (provider ?? one.provider)),
      mandate,
    );
    const differenceChf = sum(SEEDS, difference);
    const parts = { tokensChf: '0.000000000', priceChf: '0.000000000', roundingChf: '0.000000000' };
    expect(model, mandate).toMatchObject({
      ...{ agrees: false, differingCalls: 12, differenceChf, parts: { ...parts, [part]: differenceChf } },
      causes: [{ cause, calls: 12, differenceChf }],
    });
  };
  planted('cached', 'counts cached tokens as plain ones', 'tokensChf', (seed) =>
    chfNano(own(seed) - plain(seed)),
  );
  planted('old price', 'takes the price until 2026-08-21', 'priceChf', (seed) =>
    chfNano(sol(seed) - solBefore(seed)),
  );
  planted(
    'factor',
    'is 1.25 times what its counts cost at the list price',
    'priceChf',
    (seed) => -chfNano(opus(seed) / 4n),
    'anthropic',
  );
  planted(
    'factor',
    'is 0.9375 times what its counts cost at the list price',
    'priceChf',
    (seed) => BigInt(50 + seed) * 400_000n,
    'tavily',
  );
  planted('searches', 'does not count cache write 5m tokens, web searches', 'tokensChf', (seed) =>
    chfNano(seenByProvider(tokensOf(seed)).nanoUsd - opus(seed)),
  );
  planted('odd', 'not explained', 'priceChf', (seed) => -chfNano(BigInt(seed * seed + 1) * 77_000n));
  // One call alone proves no factor, but one that others have fits it.
  expect(found('single').causes).toMatchObject([
    { cause: 'is 1.25 times what its counts cost at the list price', calls: 1 },
  ]);
  expect(found('unpriced')).toMatchObject({
    ...{ agrees: false, calls: 0, differenceChf: '0.000000000' },
    unpriced: [{ reason: 'the model has no price in Rappen', calls: 1, platformUsd: '1.5' }],
  });

  expect(report).toMatchObject({ agrees: false, decimals: { usd: 6, chf: 4 } });
  expect(report.totals).toMatchObject({ mandates: 9, agreeingMandates: 2, calls: 133, refusedLines: 0 });
  const all = (of: (sums: ReportedSums) => string) =>
    formatChf(report.mandates.reduce((total, one) => total + must(parseChf(of(one)), 'an amount'), 0n));
  for (const of of [
    ({ differenceChf }: ReportedSums) => differenceChf,
    ({ parts }: ReportedSums) => parts.tokensChf,
    ({ parts }: ReportedSums) => parts.priceChf,
    ({ rappen }: ReportedSums) => rappen.chargeChf,
    ({ platform }: ReportedSums) => platform.costChf,
  ]) {
    expect(of(report.totals)).toBe(all(of));
  }
  expect(report.models.find(({ model }) => model === 'claude-opus-4-5')).toMatchObject({ calls: 37 });
  // What explains most calls first, and last what nothing explains.
  expect(report.totals.causes.map(({ calls }) => calls)).toEqual([13, 12, 12, 12, 12, 12]);
  expect(report.totals.causes.at(-1)).toMatchObject({ cause: 'not explained' });
  const text = renderParallelReport(report).split('\n');
  expect(text[1]).toBe(
    'It does not agree: 73 calls differ by more than rounding, 1 calls have no cost in Rappen.',
  );
  // What differs most comes first, also where ups and downs cancel out.
  expect(report.mandates.slice(0, 4).map(({ mandate }) => mandate)).toEqual([
    ...['factor', 'old price', 'searches', 'odd'],
  ]);
  expect(text).toContain(
    `  openai gpt-4.1: counts cached tokens as plain ones: 12 calls, CHF ${found('cached').differenceChf}`,
  );
  // The parser refuses lines of other lengths than the first.
  const rows = parse(parallelReportCsv(report), { bom: true });
  expect(rows.at(-1)?.slice(0, 9)).toEqual(['total', '', '', '', '', '', 'no', '133', '73']);
});
