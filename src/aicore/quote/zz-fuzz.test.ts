import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPriceList } from '../prices/price-list.ts';
import { calculatePriceChf } from '../prices/charge.ts';
import { quoteUpperBound, coveredBy } from './upper-bound.ts';
import { METERS } from '../meters.ts';
import { isStandardTier } from '../prices/meter-price.ts';
const prices = readPriceList().prices.map((p, i) => ({ ...p, id: `prc_${i}` as never }));
test('fuzz', () => {
  let worst = 0; 
  fc.assert(fc.property(fc.nat(prices.length - 1), fc.array(fc.record({ m: fc.nat(METERS.length - 1), n: fc.integer({ min: 1, max: 400000 }) }), { maxLength: 4 }), fc.nat(5), fc.integer({ min: 1, max: 100000 }), fc.integer({ min: 1, max: 4 }), fc.array(fc.nat(100), { minLength: 8, maxLength: 8 }), fc.nat(5), fc.nat(3000000), (pi, bs, ti, out, n, split, at, markup) => {
    const price = prices[pi]!;
    const tiers = [undefined, 'auto', ...Object.keys(price.tiers)];
    const tier = tiers[ti % tiers.length];
    const bound: Record<string, number> = {};
    for (const b of bs) { const m = METERS[b.m]!; if (!m.startsWith('output')) bound[m] = (bound[m] ?? 0) + b.n; }
    const terms = { rate: { id: 'fxr_1' as never, validFrom: new Date(), chfPerUsd: { coefficient: 8123n, scale: 4 } }, markupPpm: markup };
    const q = quoteUpperBound({ request: { model: price.model, ...(tier ? { tier } : {}), inputBound: () => bound, output: { limit: out, choices: n, minimum: 1, meter: 'output_tokens' } } as never, limits: { maxInputTokens: 1e6, maxOutputTokens: 2e5 }, price, terms, how: 'bytes' });
    const answerTiers = isStandardTier(tier) && tier !== 'auto' ? [undefined] : tier === 'auto' ? [undefined, ...Object.keys(price.tiers)] : [undefined, tier];
    const quantities: Record<string, number> = { output_tokens: out * n };
    Object.entries(bound).forEach(([m, c], i) => { const cov = coveredBy(m as never); let left = c; cov.forEach((cm, j) => { const take = j === cov.length - 1 ? left : Math.floor(left * split[(i + j) % 8]! / 100); left -= take; quantities[cm] = (quantities[cm] ?? 0) + take; }); });
    const answered = answerTiers[at % answerTiers.length];
    const c = calculatePriceChf({ usage: { parts: [{ model: price.model, quantities, ...(answered ? { tier: answered } : {}) }] }, asked: { model: price.model, price }, priceOf: () => price, terms });
    if (c.amountNanoChf > q.wantedNanoChf) { throw new Error(JSON.stringify({ m: price.model, p: price.provider, tier, answered, bound, quantities, charge: String(c.amountNanoChf), hold: String(q.wantedNanoChf) })); }
    const g = q.wantedNanoChf * BigInt(split[0]!) / 100n; const o = q.outputTokensFor(g)!;
    if (o > 0 && q.boundFor(o) > g) throw new Error('inverse high'); if (g >= q.boundFor(0) && o < q.wantedOutputTokens! && q.boundFor(o + 1) <= g) throw new Error('inverse low');
    worst++;
  }), { numRuns: 20000 });
  expect(worst).toBeGreaterThan(0);
});
