import { afterAll, expect, test } from 'vitest';
import { uuidOf } from '#kernel/id.ts';
import { silentLog } from '#kernel/log.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import {
  charge,
  createSpender,
  differencesOf,
  holdRequest,
  openTestLedger,
  walletState,
} from '#test/support/test-ledger.ts';
import { sweep } from './sweep.ts';

/* What the database cannot store, in one item: only that item may suffer. */

const database = await createTestDatabase();
const app = database.openApp();
const owner = database.openOwner();
const ledger = openTestLedger(database);
afterAll(() => ledger.close());

const NUL = 'model\u0000name';

test('a journal that cannot be stored stops no renewal, not even its own', async () => {
  const spender = await createSpender(app, { balance: 1_000n });
  const requests = Array.from({ length: 9 }, () => holdRequest(spender, 100n));
  await Promise.all(requests.map((request) => ledger.authorize(request)));
  await owner.pool.query('update billing_hold set expires_at = now() where mandate_id = $1', [
    uuidOf(spender.mandateId),
  ]);
  await ledger.renew(
    requests.map((request, i) => ({
      ...request,
      progress: charge(1n, i === 4 ? { modelAnswered: NUL } : {}),
    })),
  );
  const { rows } = await owner.pool.query<{ renewed: boolean; journalled: boolean }>(
    `select expires_at > now() + interval '50 seconds' as renewed, progress is not null as journalled
     from billing_hold where mandate_id = $1`,
    [uuidOf(spender.mandateId)],
  );
  expect(rows.every(({ renewed }) => renewed)).toBe(true);
  expect(rows.filter(({ journalled }) => journalled)).toHaveLength(8);
});

test('a hold whose journal cannot be booked is settled as unknown, and the sweep goes on', async () => {
  const spenders = await Promise.all([1, 2, 3].map(() => createSpender(app, { balance: 1_000n })));
  const requests = spenders.map((spender) => holdRequest(spender, 100n));
  await Promise.all(requests.map((request) => ledger.authorize(request)));
  const ids = requests.map((request) => uuidOf(request.holdId));
  await owner.pool.query(
    "update billing_hold set expires_at = now() - interval '31 seconds' where id = any ($1)",
    [ids],
  );
  await owner.pool.query('update billing_hold set progress = \'{"amount": "9e99"}\' where id = $1', [ids[0]]);
  await sweep({ pool: app.pool, ledger, log: silentLog });
  for (const spender of spenders) {
    expect(await walletState(app, spender)).toEqual({ posted: 1_000n, held: 0n });
  }
});

test('in a batch of two hundred the bad items fail alone', async () => {
  const spender = await createSpender(app, { balance: 1_000_000n });
  const requests = Array.from({ length: 200 }, (_, i) =>
    holdRequest(spender, 100n, i === 7 ? { idempotencyKey: NUL } : i === 90 ? { wanted: 2n ** 64n } : {}),
  );
  const held = await Promise.allSettled(requests.map((request) => ledger.authorize(request)));
  expect(held.flatMap(({ status }, i) => (status === 'rejected' ? [i] : []))).toEqual([7, 90]);
  const settled = await Promise.allSettled(
    requests.map((request, i) =>
      ledger.capture({
        ...request,
        charge: charge(i === 20 ? 2n ** 64n : 5n, i === 30 ? { modelAnswered: NUL } : {}),
      }),
    ),
  );
  expect(settled.flatMap(({ status }, i) => (status === 'rejected' ? [i] : []))).toEqual([7, 20, 30, 90]);
  expect(await walletState(app, spender)).toEqual({ posted: 1_000_000n - 196n * 5n, held: 200n });
});

test('the recount finds nothing after all this', async () => {
  expect(await differencesOf(database)).toEqual([]);
});
