import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Meter, Quantities } from '#aicore/meters.ts';
import { calculatePriceChf, recomputeCharge } from '#aicore/prices/charge.ts';
import { insertExchangeRate, insertPrice, readPriceBook } from '#aicore/prices/price.store.ts';
import type { Price, TierPrice } from '#aicore/prices/price.ts';
import { must } from '#kernel/assert.ts';
import { decimal, formatDecimal } from '#kernel/decimal.ts';
import { idOf, newId, type PriceId, uuidOf } from '#kernel/id.ts';
import { parseChf } from '#kernel/money.ts';
import { type BackdatedRow, insertBackdated } from '#test/support/backdated-calls.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { createSpender, type TestSpender } from '#test/support/test-ledger.ts';
import { effectOnLastMonth, rateEffectOnLastMonth } from './price-effect.service.ts';

/** What the effect says, next to every call charged again by itself. */

const database = await createTestDatabase();
const app = database.openApp(6);
const owner = database.openOwner();
const { db } = app;
const deps = { db, signal: new AbortController().signal };

const SOME: readonly Meter[] = ['input_tokens', 'cached_input_tokens', 'output_tokens', 'web_searches'];
const amounts = fc
  .dictionary(fc.constantFrom(...SOME), fc.bigInt(0n, 10n ** 11n), { minKeys: 1 })
  .map((list) => ({ input_tokens: 1_000_000_000n, ...list }));
const tier: fc.Arbitrary<TierPrice> = fc.oneof(
  fc.record({
    kind: fc.constant('factor' as const),
    factor: fc.constantFrom(decimal('0.5'), decimal('2.25')),
  }),
  fc.record({ kind: fc.constant('prices' as const), perMillion: amounts }),
);
const prices = fc.record({
  perMillion: amounts,
  longPrompt: fc.option(
    fc.record({ abovePromptTokens: fc.constantFrom(1_000, 5_000, 200_000), perMillion: amounts }),
    { nil: undefined },
  ),
  tiers: fc.dictionary(fc.constantFrom('flex', 'priority'), tier),
});

type Amounts = typeof prices extends fc.Arbitrary<infer Value> ? Value : never;

function priceOf(id: PriceId, model: string, { perMillion, longPrompt, tiers }: Amounts): Price {
  const validFrom = new Date('2020-01-01T00:00:00Z');
  return {
    id,
    provider: 'openai',
    model,
    validFrom,
    perMillion,
    tiers,
    ...(longPrompt ? { longPrompt } : {}),
  };
}

/** Two versions of the model in question, one of another model; three rates. */
async function givenPrices(listed: readonly Amounts[]) {
  const model = `m-${randomUUID()}`;
  const names = [model, model, `${model}-other`];
  const stored = await Promise.all(
    listed.map(async (some, i) => {
      const price = priceOf(newId('prc'), must(names[i], 'a name'), some);
      const validFrom = new Date(Date.UTC(2020, i, 1));
      const id = must(await insertPrice(db, { ...price, validFrom, source: 'test' }), 'a price');
      return { ...price, id };
    }),
  );
  return { model, stored };
}

const RATES = ['0.80', '0.9137', '1.000000001'];
const rateIds = await Promise.all(
  RATES.map(async (chfPerUsd, i) => {
    const validFrom = new Date(Date.UTC(2020, 0, i + 1));
    return must(await insertExchangeRate(db, { validFrom, chfPerUsd, source: 'test' }), 'a rate');
  }),
);

const parts = fc.array(
  fc.record({
    price: fc.constantFrom(0, 0, 0, 1, 2),
    tier: fc.constantFrom(undefined, undefined, 'flex', 'priority', 'unheard'),
    quantities: fc.dictionary(fc.constantFrom(...SOME), fc.nat(20_000)),
  }),
  { minLength: 1, maxLength: 3 },
);
const calls = fc.array(
  fc.record({
    mandate: fc.nat(2),
    rate: fc.nat(RATES.length - 1),
    markupPpm: fc.constantFrom(500_000, 0, 333_333),
    parts,
    special: fc.constantFrom(undefined, undefined, undefined, 'stated', 'capped', 'unknown'),
    correctedBy: fc.option(parts, { nil: undefined, freq: 5 }),
    when: fc.constantFrom('within', 'within', 'within', 'first', 'last', 'before', 'after'),
  }),
  { minLength: 1, maxLength: 25 },
);

type Call = typeof calls extends fc.Arbitrary<(infer Value)[]> ? Value : never;
type Parts = Call['parts'];

/** The month in Zurich, and the instants around its ends. */
const { rows: bounds } = await app.pool.query<Record<'from' | 'within' | 'last' | 'to' | 'before', string>>(`
  select to_json(f)#>>'{}' as "from", to_json(f - interval '1 microsecond')#>>'{}' as before, to_json(t)#>>'{}' as "to",
         to_json(t - interval '1 microsecond')#>>'{}' as last, to_json(f + interval '10 days')#>>'{}' as within
  from (select (date_trunc('month', l) - interval '1 month') at time zone 'Europe/Zurich' as f, date_trunc('month', l) at time zone 'Europe/Zurich' as t
        from (select now() at time zone 'Europe/Zurich' as l) n) b`);
const bound = must(bounds[0], 'the bounds of the month');
const INSTANTS = {
  within: bound.within,
  first: bound.from,
  last: bound.last,
  before: bound.before,
  after: bound.to,
};
const ORDER = ['before', 'first', 'within', 'last', 'after'];

interface Booked extends BackdatedRow {
  readonly mandate: number;
  readonly isInMonth: boolean;
  readonly stored: readonly {
    readonly priceId: PriceId;
    readonly quantities: Quantities;
    readonly tier?: string;
  }[];
  readonly isTouchable: boolean;
  readonly before?: Booked;
}

/** A call as the ledger would have booked it, with its correction. */
function book(call: Call, stored: readonly Price[]): Booked[] {
  const first = bookOnce(call, call.parts, stored, undefined);
  return call.correctedBy && call.special !== 'capped'
    ? [first, bookOnce(call, call.correctedBy, stored, first)]
    : [first];
}

function bookOnce(call: Call, given: Parts, stored: readonly Price[], before: Booked | undefined): Booked {
  const rate = {
    id: must(rateIds[call.rate], 'a rate'),
    validFrom: new Date(),
    chfPerUsd: decimal(must(RATES[call.rate], 'a rate')),
  };
  const isUnknown = call.special === 'unknown' && !before;
  const byModel = new Map(stored.map((price, i) => [`${i}`, price]));
  const asked = must(stored[0], 'a price');
  const usage = {
    parts: isUnknown
      ? []
      : given.map((part) => ({
          model: `${part.price}`,
          quantities: part.quantities,
          ...(part.tier ? { tier: part.tier } : {}),
        })),
    ...(call.special === 'stated' ? { statedCostUsd: decimal('0.0123') } : {}),
  };
  const priced = calculatePriceChf({
    usage, asked: { model: '0', price: asked }, priceOf: (name) => byModel.get(name), terms: { rate, markupPpm: call.markupPpm },
  }); // biome-ignore format: one call
  const charged = call.special === 'capped' ? priced.amountNanoChf / 2n : priced.amountNanoChf;
  const id = before?.id ?? randomUUID();
  const total = before ? charged + before.amount : charged;
  return {
    mandate: call.mandate,
    at: INSTANTS[call.when],
    isInMonth: ['within', 'first', 'last'].includes(call.when),
    type: before ? 'usage_correction' : 'usage',
    ...(before ? { corrects: id, before } : { id }),
    amount: -total,
    costUsd: formatDecimal(priced.costUsd),
    rateId: uuidOf(rate.id),
    priceId: uuidOf(asked.id),
    markupPpm: call.markupPpm,
    usage: isUnknown ? [] : priced.parts,
    stored: isUnknown ? [] : priced.parts,
    isTouchable: call.special === undefined || call.special === 'unknown',
    usageSource: isUnknown ? 'unknown' : 'provider',
    ...(call.special === 'capped' ? { remark: 'capped_at_hold' } : {}),
  };
}

async function insertAll(spenders: readonly TestSpender[], rows: readonly Booked[]): Promise<void> {
  for (const [index, { mandateId }] of spenders.entries()) {
    const own = rows.filter(({ mandate }) => mandate === index);
    await insertBackdated(owner, mandateId, own);
  }
}

/** In the order in which they would be booked; a correction right behind its call. */
function sorted(given: readonly Call[]): Call[] {
  return given.toSorted((a, b) => ORDER.indexOf(a.when) - ORDER.indexOf(b.when));
}

function chargeAgain(
  { stored, rateId, markupPpm }: Booked,
  priceById: (id: PriceId) => Price | undefined,
  chfPerUsd?: string,
): bigint {
  const id = idOf('fxr', must(rateId, 'a rate'));
  const rate = {
    id,
    validFrom: new Date(),
    chfPerUsd: decimal(chfPerUsd ?? must(RATES[rateIds.indexOf(id)], 'a rate')),
  };
  return must(recomputeCharge(stored, priceById, { rate, markupPpm: markupPpm ?? 0 }), 'a charge')
    .amountNanoChf;
}

test('the effect of a price is within one nano-franc per call of charging each call again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.tuple(prices, prices, prices), prices, calls, async (listed, changed, given) => {
      const { model, stored } = await givenPrices(listed);
      const ours = stored.slice(0, 2).map(({ id }) => id);
      const next = priceOf(newId('prc'), model, changed);
      const spenders = await Promise.all([0, 1, 2].map(() => createSpender(app)));
      const rows = sorted(given).flatMap((call) => book(call, stored));
      await insertAll(spenders, rows);

      const then = (id: PriceId) => stored.find((price) => price.id === id);
      const now = (id: PriceId) => (ours.includes(id) ? next : then(id));
      const change = (row: Booked) => (row.isTouchable ? chargeAgain(row, now) - chargeAgain(row, then) : 0n);
      const inMonth = rows.filter(({ isInMonth }) => isInMonth);
      const touched = inMonth.filter(
        (row) => row.isTouchable && row.stored.some(({ priceId }) => ours.includes(priceId)),
      );
      const expected = (some: readonly Booked[]) =>
        some.reduce((sum, row) => sum + change(row) - (row.before ? change(row.before) : 0n), 0n);

      const effect = await effectOnLastMonth(deps, next, await readPriceBook(db), ours);
      expect(effect.calls).toBe(touched.filter(({ type }) => type === 'usage').length);
      expect(nano(effect.chargedChf)).toBe(touched.reduce((sum, { amount }) => sum - amount, 0n));
      const rounding = nano(effect.withinChf);
      expectNear(nano(effect.differenceChf), expected(inMonth), rounding);
      expect(nano(effect.wouldBeChf)).toBe(nano(effect.chargedChf) + nano(effect.differenceChf));
      for (const { mandateId, differenceChf } of effect.mandates) {
        const index = spenders.findIndex((spender) => spender.mandateId === mandateId);
        expectNear(
          nano(differenceChf),
          expected(inMonth.filter(({ mandate }) => mandate === index)),
          rounding,
        );
      }
    }),
    { numRuns: 60, interruptAfterTimeLimit: 60_000 },
  );
}, 120_000);

test('the effect of a rate too', async () => {
  const { stored } = await givenPrices(fc.sample(prices, { numRuns: 3, seed: 7 }));
  // Whatever is there from before counts as well, so the difference of two looks is compared.
  const chfPerUsd = decimal('0.7512');
  const look = async () => rateEffectOnLastMonth(deps, { chfPerUsd }, await readPriceBook(db));
  await fc.assert(
    fc.asyncProperty(calls, async (given) => {
      const before = await look();
      const spenders = await Promise.all([0, 1, 2].map(() => createSpender(app)));
      const all = given.map((call) => ({
        ...call,
        special: call.special === 'stated' ? undefined : call.special,
      }));
      const rows = sorted(all).flatMap((call) => book(call, stored));
      await insertAll(spenders, rows);
      const then = (id: PriceId) => stored.find((price) => price.id === id);
      const change = (row: Booked) =>
        row.isTouchable ? chargeAgain(row, then, '0.7512') - chargeAgain(row, then) : 0n;
      const inMonth = rows.filter(({ isInMonth }) => isInMonth);
      const expected = inMonth.reduce(
        (sum, row) => sum + change(row) - (row.before ? change(row.before) : 0n),
        0n,
      );
      const after = await look();
      const touched = inMonth.filter(({ isTouchable }) => isTouchable);
      expect(after.calls - before.calls).toBe(touched.filter(({ type }) => type === 'usage').length);
      expect(nano(after.chargedChf) - nano(before.chargedChf)).toBe(
        touched.reduce((sum, { amount }) => sum - amount, 0n),
      );
      expectNear(
        nano(after.differenceChf) - nano(before.differenceChf),
        expected,
        nano(after.withinChf) - nano(before.withinChf) + 1n,
      );
    }),
    { numRuns: 30, interruptAfterTimeLimit: 60_000 },
  );
}, 120_000);

function nano(text: string): bigint {
  return must(parseChf(text), 'an amount');
}

function expectNear(found: bigint, expected: bigint, most: bigint): void {
  const off = found - expected;
  expect(off < 0n ? -off : off, `${found} is not ${expected}`).toBeLessThanOrEqual(most);
}
