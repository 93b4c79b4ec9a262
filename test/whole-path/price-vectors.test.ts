import { expect, test } from 'vitest';
import { insertExchangeRate } from '#aicore/prices/price.store.ts';
import VECTORS from '#aicore/prices/price-vectors.json' with { type: 'json' };
import { openBilling } from '#billing/settings/settings.service.ts';
import { topUp } from '#billing/transactions/posting.service.ts';
import { formatChf, NANO_PER_CHF } from '#kernel/money.ts';
import { makeMember } from '#test/support/mandate-factory.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import { type Vector, vectorCall } from './vector-call.ts';

const OPENING = 100n * NANO_PER_CHF;
const PPM_PER_PERCENT = 10_000;
const rappen = await startTestRappen();

/** The markup is the mandate's, and the rate a row that holds from now on: both as an operator would set them. */
async function payerOf(vector: Vector) {
  const { db } = rappen.context.database;
  const member = await makeMember(db);
  const { mandateId } = member;
  const markupPpm = Number(vector.markupPercent) * PPM_PER_PERCENT;
  await openBilling(db, { mandateId, billingModel: 'prepaid_mandate', markupPpm });
  await topUp(db, { mandateId, amount: OPENING, idempotencyKey: 'opening' });
  const { chfPerUsd } = vector;
  await insertExchangeRate(db, { validFrom: new Date(), chfPerUsd, source: 'vector' });
  return member;
}

const WAYS = VECTORS.vectors.flatMap((vector: Vector) =>
  vectorCall(vector).canStream
    ? [
        { ...vector, stream: false },
        { ...vector, stream: true },
      ]
    : [{ ...vector, stream: false }],
);

test.each(WAYS)('$provider, stream $stream: $name', async (vector) => {
  const payer = await payerOf(vector);
  // The rate is announced to the gateway; a call that overtakes the announcement is priced by the one before.
  await rateIs(vector.chfPerUsd);
  const { path, body } = vectorCall(vector);
  const answer = await rappen.post(path, payer.key, vector.stream ? { ...body, stream: true } : body);
  expect(answer.status, await answer.clone().text()).toBe(200);
  await answer.text();
  const charge = BigInt(vector.chargeNanoChf);
  const booking = await rappen.bookingOf(payer.mandateId, answer.headers);
  expect(booking).toMatchObject({ type: 'usage', amount: -charge, call: { usageSource: 'provider' } });
  expect(await rappen.pool(payer.mandateId)).toEqual({ posted: OPENING - charge, held: 0n });
  if (vector.stream) return;
  expect(answer.headers.get('x-rappen-charge-chf')).toBe(formatChf(charge));
  expect(answer.headers.get('x-rappen-balance-chf')).toBe(formatChf(OPENING - charge));
});

async function rateIs(chfPerUsd: string): Promise<void> {
  for (;;) {
    const book = await rappen.context.prices.book();
    const rate = book.rateAt(new Date())?.chfPerUsd;
    if (rate && Number(rate.coefficient) / 10 ** rate.scale === Number(chfPerUsd)) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('the recount computes every one of these charges again', async () => {
  await rappen.settled();
  expect(await rappen.differences()).toEqual([]);
});
