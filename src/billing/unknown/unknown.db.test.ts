import { afterAll, expect, test } from 'vitest';
import { transaction } from '#db/transaction.ts';
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
import type { AuthorizeRequest } from '../ledger/ledger.ts';
import { sweep } from '../ledger/sweep.ts';
import { listUnknownCalls, resolveUnknownCall } from './unknown.service.ts';

const database = await createTestDatabase();
const app = database.openApp();
const owner = database.openOwner();
const ledger = openTestLedger(database);
afterAll(() => ledger.close());

test('an unknown call is listed with its possible cost until the operator charges it or writes it off, once', async () => {
  const spender = await createSpender(app, { balance: 1_000n });
  const [charged, writtenOff, cutOff] = [300n, 200n, 100n].map((wanted) => holdRequest(spender, wanted)) as [
    AuthorizeRequest,
    AuthorizeRequest,
    AuthorizeRequest,
  ];
  for (const request of [charged, writtenOff, cutOff]) await ledger.authorize(request);
  // Its process lives, and could not learn the cost either.
  await ledger.capture({ ...cutOff, charge: charge(0n, { usageSource: 'unknown', usage: [] }) });
  await owner.pool.query(
    "update billing_hold set expires_at = now() - interval '1 minute' where mandate_id = $1",
    [uuidOf(spender.mandateId)],
  );
  await sweep({ pool: app.pool, ledger, log: silentLog });

  const listed = await listUnknownCalls(app.db, spender.mandateId, 10);
  expect(listed.map((call) => [call.holdId, call.possibleCharge])).toEqual([
    [charged.holdId, 300n],
    [writtenOff.holdId, 200n],
    [cutOff.holdId, 100n],
  ]);

  const resolve = ({ mandateId, holdId }: AuthorizeRequest, amount: bigint) =>
    transaction(app.db, (tx) => resolveUnknownCall(tx, { mandateId, holdId, amount, by: { mandateId } }));
  expect(await resolve(charged, 120n)).toEqual({
    balanceAfter: 880n,
    absorbed: 0n,
  });
  await resolve(writtenOff, 0n);
  await resolve(cutOff, 30n);
  expect(await listUnknownCalls(app.db, undefined, 10)).toEqual([]);
  await expect(resolve(charged, 1n)).rejects.toMatchObject({
    code: 'not_found',
  });
  expect(await walletState(app, spender)).toEqual({ posted: 850n, held: 0n });
  expect(await differencesOf(database)).toEqual([]);
});
