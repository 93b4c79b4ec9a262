import { expect, test } from 'vitest';
import { insertExchangeRate, insertPrice } from '#aicore/prices/price.store.ts';
import { must } from '#kernel/assert.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import { chatBody } from '#test/torture/crash-stage.ts';

const CHAT = '/openai/v1/chat/completions';
const MODEL = 'gpt-6-luna';
const rappen = await startTestRappen();

test('a price and a rate that change while a stream runs do not touch it; the next call has them', async () => {
  const caller = await rappen.caller();
  const stream = (tag: string, chunkDelayMs: number) =>
    rappen.post(CHAT, caller.key, chatBody(tag, { outputTokens: 40, chunkDelayMs }, { stream: true }));
  const running = await stream('before', 30);
  const reader = must(running.body, 'a stream').getReader();
  await reader.read();
  await makeDearer();
  while (!(await reader.read()).done);
  const before = await rappen.bookingOf(caller.mandateId, running.headers);

  const next = await stream('after', 0);
  await next.text();
  const after = await rappen.bookingOf(caller.mandateId, next.headers);
  const bill = must(rappen.simulator.ledger.find('before')[0], 'the bill');
  // CHF 0.80 and 50 % on top.
  expect(before.amount).toBe(-nanoOf(bill.costUsd, 12n, 10n));
  const second = must(rappen.simulator.ledger.find('after')[0], 'the bill');
  // Three times the price, CHF 0.90, and 50 % on top.
  expect(after.amount).toBe(-nanoOf(second.costUsd, 3n * 135n, 100n));
  expect(await rappen.differences()).toEqual([]);
});

/** Announced to the gateway when it resolves. */
async function makeDearer(): Promise<void> {
  const { db } = rappen.context.database;
  const validFrom = new Date();
  const book = await rappen.context.prices.book();
  const price = must(book.priceAt('openai', MODEL, validFrom), 'a price');
  const perMillion = Object.fromEntries(
    Object.entries(price.perMillion).map(([meter, amount]) => [meter, amount * 3n]),
  );
  const id = await insertPrice(db, { ...price, perMillion, validFrom, source: 'test' });
  const rate = await insertExchangeRate(db, { validFrom, chfPerUsd: '0.90', source: 'test' });
  for (;;) {
    const now = await rappen.context.prices.book();
    const isKnown =
      now.rateAt(new Date())?.id === rate && now.priceAt('openai', MODEL, new Date())?.id === id;
    if (isKnown) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Decimal USD, times a fraction, in nano-CHF; the examples come out even. */
function nanoOf(costUsd: string, numerator: bigint, denominator: bigint): bigint {
  const [whole = '0', fraction = ''] = costUsd.split('.');
  const scaled = BigInt(whole + fraction.padEnd(18, '0')) * numerator;
  const divisor = 10n ** 9n * denominator;
  expect(scaled % divisor).toBe(0n);
  return scaled / divisor;
}
