import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayAfter, paceOf } from '#billing/balance/pace.ts';
import { uuidOf } from '#kernel/id.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { createSpender } from '#test/support/test-ledger.ts';

const database = await createTestDatabase();
const owner = database.openOwner(2);

/** What is charged so many days ago; young accounts have few days. */
const history = fc.record({
  age: fc.integer({ min: 0, max: 40 }),
  charged: fc.dictionary(
    fc.integer({ min: 0, max: 31 }).map(String),
    fc.bigInt({ min: 0n, max: 9_000_000_007n }),
    { maxKeys: 20 },
  ),
  days: fc.integer({ min: 1, max: 40 }),
});

test('a balance is below the amount of the days exactly where its pace ends before they do', async () => {
  const spender = await createSpender(owner);
  const ids = [uuidOf(spender.mandateId), uuidOf(spender.walletId)];
  await fc.assert(
    fc.asyncProperty(history, async ({ age, charged, days }) => {
      const today = await replaceHistory(ids, age, charged);
      const { rows } = await owner.pool.query<{ amount: bigint }>(
        'select billing_amount_for_days($1, $2, $3) as amount',
        [...ids, days],
      );
      const amount = rows[0]?.amount ?? -1n;
      const chargedPerDay = new Map(
        Object.entries(charged)
          .filter(([ago]) => Number(ago) <= 30)
          .map(([ago, each]) => [dayAfter(today, -Number(ago)), each]),
      );
      const isShort = (available: bigint) => {
        const facts = { today, openedOn: dayAfter(today, -age), chargedPerDay, available };
        const { runOut } = paceOf(facts);
        return runOut.known && runOut.daysLeft < days;
      };
      for (const available of [amount - 1n, amount, amount + 1n]) {
        if (available > 0n) expect(isShort(available), `${available} of ${amount}`).toBe(available < amount);
      }
    }),
    { numRuns: 150 },
  );
});

async function replaceHistory(
  ids: readonly string[],
  age: number,
  charged: Record<string, bigint>,
): Promise<string> {
  const { rows } = await owner.pool.query<{ today: string }>(
    `with gone as (delete from billing_statistic_daily where mandate_id = $1),
          aged as (update billing_account set opened_at = now() - $3 * interval '1 day' where mandate_id = $1 and id = $2)
     select (now() at time zone 'Europe/Zurich')::date::text as today`,
    [...ids, age],
  );
  await owner.pool.query(
    `insert into billing_statistic_daily (mandate_id, account_id, day, user_id, feature, provider, model, calls, charged,
       input_tokens, cached_tokens, output_tokens)
     select $1::uuid, $2::uuid, (now() at time zone 'Europe/Zurich')::date - ago, $1::uuid, 'api', 'openai', 'm', 1, amount, 0, 0, 0
     from unnest($3::int[], $4::int8[]) u (ago, amount)`,
    [...ids, Object.keys(charged), Object.values(charged)],
  );
  return rows[0]?.today ?? '';
}
