import { describe, expect, test } from 'vitest';
import { calculatePriceChf } from '#aicore/prices/charge.ts';
import { createPriceBook } from '#aicore/prices/price-book.ts';
import type { CallRecord, Transaction } from '#billing/transactions/billing-transaction.ts';
import type { TransactionType } from '#billing/transactions/transaction-type.contract.ts';
import { must } from '#kernel/assert.ts';
import { addDecimals, compareDecimals, formatDecimal } from '#kernel/decimal.ts';
import { newId } from '#kernel/id.ts';
import { list, NOW, termsOf } from '#test/support/price-samples.ts';
import { calculate } from './explanation.ts';

const terms = termsOf('0.80', 500_000);
const book = createPriceBook(
  list.prices.map((price) => ({ ...price, id: newId('prc') })),
  [terms.rate],
);
const price = must(book.priceAt('openai', 'gpt-6.2-sol', NOW), 'a price');

/** A row of a call whose usage was priced as the gateway does it. */
function rowOf(
  input: number,
  more: { seq?: bigint; type?: TransactionType; amount?: bigint; call?: Partial<CallRecord> } = {},
): Transaction {
  const quantities = { input_tokens: input, output_tokens: 321, web_searches: 2 };
  const priced = calculatePriceChf({
    usage: { parts: [{ model: undefined, tier: 'flex', quantities }] },
    asked: { model: price.model, price },
    priceOf: () => undefined,
    terms,
  });
  return {
    mandateId: newId('mnd'),
    accountId: newId('acc'),
    id: newId('txn'),
    seq: more.seq ?? 1n,
    type: more.type ?? 'usage',
    amount: more.amount ?? -priced.amountNanoChf,
    balanceAfter: 0n,
    at: NOW,
    corrects: undefined,
    note: undefined,
    userId: newId('usr'),
    call: {
      apiKeyId: undefined,
      feature: 'api',
      provider: 'openai',
      modelAsked: price.model,
      modelAnswered: price.model,
      usage: priced.parts,
      inputTokens: BigInt(input),
      cachedTokens: 0n,
      outputTokens: 321n,
      costUsd: formatDecimal(priced.costUsd),
      priceId: price.id,
      exchangeRateId: terms.rate.id,
      markupPpm: terms.markupPpm,
      usageSource: 'provider',
      requestId: newId('req'),
      remark: undefined,
      ...more.call,
    },
  };
}

describe('the calculation of a call', () => {
  test.each([1_000, 500_000])('adds up, and is what was booked: %s tokens', (input) => {
    const row = rowOf(input);
    const calculation = must(calculate(row, [row], book), 'a calculation');
    const [part] = calculation.parts;
    const sum = must(part, 'a part')
      .lines.map(({ costUsd }) => costUsd)
      .reduce(addDecimals);
    expect(compareDecimals(sum, calculation.costUsd)).toBe(0);
    expect(part).toMatchObject({ tier: 'flex', isLongPrompt: input > 300_000, priceId: price.id });
    expect(calculation).toMatchObject({ charge: -row.amount, booked: -row.amount, verdict: 'equal' });
  });

  test('of a correction is about all rows of the call up to it', () => {
    const charge = -rowOf(2_000).amount;
    const before = rowOf(100, { seq: 4n });
    const correction = rowOf(2_000, { seq: 9n, type: 'usage_correction', amount: -(charge + before.amount) });
    const later = rowOf(100, { seq: 12n, type: 'usage_correction', amount: 5n });
    const calculation = calculate(correction, [before, correction, later], book);
    expect(calculation).toMatchObject({ charge, booked: charge, verdict: 'equal' });
  });

  test('says that an estimate was capped at its hold, and that an amount differs', () => {
    const estimate = rowOf(2_000, { amount: -10n, call: { usageSource: 'estimated' } });
    expect(calculate(estimate, [estimate], book)).toMatchObject({ verdict: 'capped_at_hold', booked: 10n });
    const altered = rowOf(2_000, { amount: -10n });
    expect(calculate(altered, [altered], book)).toMatchObject({ verdict: 'differs' });
    const otherCost = rowOf(2_000, { call: { costUsd: '0.5' } });
    expect(calculate(otherCost, [otherCost], book)).toMatchObject({ verdict: 'differs' });
  });

  test.each([
    ['of unknown cost', rowOf(1, { call: { usageSource: 'unknown' } })],
    ['charged by hand', rowOf(1, { call: { usage: [] } })],
    ['absorbed', rowOf(1, { type: 'absorbed', amount: 1n })],
    ['a posting', { ...rowOf(1, { type: 'top_up', amount: 1n }), call: undefined }],
  ])('is not there where nothing was computed: %s', (_what, row) => {
    expect(calculate(row, [row], book)).toBeUndefined();
  });
});
