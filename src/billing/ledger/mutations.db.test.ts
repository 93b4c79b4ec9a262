import { afterAll, describe, expect, test } from 'vitest';
import { must } from '#kernel/assert.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import {
  charge,
  createSpender,
  differencesOf,
  holdRequest,
  openTestLedger,
  walletState,
} from '#test/support/test-ledger.ts';

/*
 * Takes the ledger's guards away, one after the other, and shows that the next one fires: without the code's check the
 * database's CHECK, without both the recount. A guard that nobody would miss is no guard.
 */

type Mutation = readonly [original: string, mutant: string];

const NO_ADMISSION: Mutation = ['if spendable < a_minimum[i] then', 'if false then'];
const GRANT_ALL: Mutation = ['spendable := least(spendable, a_wanted[i])', 'spendable := a_wanted[i]'];
const NO_LOCK: Mutation = ['for no key update of b) a;', ') a;'];
const SLOW: Mutation = [
  'moment := clock_timestamp();',
  'moment := clock_timestamp(); perform pg_sleep(0.02);',
];
const NO_STATE_GUARD: Mutation = ["if h_state[i] = 'captured' or h_state[i] = 'voided'", 'if false'];
const TREAT_AS_OPEN: Mutation = ["if h_state[i] = 'open' then\n", 'if true then\n'];
const ALWAYS_USAGE: Mutation = ["case when h_state[i] = 'open' then 'usage'", "case when true then 'usage'"];
const NO_ABSORPTION: Mutation = ['if lack > 0 then', 'if false then'];
const NO_DUPLICATE_CHECK: Mutation = ['if d_amount[i] is not null then', 'if false then'];
const LIMITS_UNLOCKED: Mutation = ['if room < spendable then', 'if false then'];

/** A database whose ledger_batch is altered, and perhaps without a constraint. */
async function mutate(mutations: readonly Mutation[], dropConstraint?: string) {
  const database = await createTestDatabase();
  const owner = database.openOwner();
  const { rows } = await owner.pool.query<{ definition: string }>(
    "select pg_get_functiondef('ledger_batch'::regproc) as definition",
  );
  let definition = must(rows[0], 'ledger_batch').definition;
  for (const [original, mutant] of mutations) {
    expect(definition.split(original)).toHaveLength(2);
    definition = definition.replace(original, mutant);
  }
  await owner.pool.query(definition);
  if (dropConstraint) await owner.pool.query(dropConstraint);
  const app = database.openApp();
  const ledgers = [openTestLedger(database), openTestLedger(database)] as const;
  afterAll(async () => {
    await Promise.all(ledgers.map((ledger) => ledger.close()));
    await database.drop();
  });
  return { database, app, ledgers };
}

const DROP_FLOOR = 'alter table billing_account drop constraint floor_is_kept';

describe('without the admission check', () => {
  test("the database's CHECK refuses the overdraft", async () => {
    const { app, ledgers } = await mutate([NO_ADMISSION, GRANT_ALL]);
    const spender = await createSpender(app, { balance: 100n });
    await expect(ledgers[0].authorize(holdRequest(spender, 101n))).rejects.toMatchObject({
      constraint: 'floor_is_kept',
    });
  });

  test('and without the CHECK the recount finds the broken floor', async () => {
    const { database, app, ledgers } = await mutate([NO_ADMISSION, GRANT_ALL], DROP_FLOOR);
    const spender = await createSpender(app, { balance: 100n });
    await ledgers[0].authorize(holdRequest(spender, 101n));
    expect((await differencesOf(database)).join()).toContain('account: the floor is kept');
  });
});

test('without the limit check the CHECK of the limit account fires', async () => {
  const { app, ledgers } = await mutate([LIMITS_UNLOCKED]);
  const spender = await createSpender(app, { balance: 1_000n, userLimit: 100n });
  await expect(ledgers[0].authorize(holdRequest(spender, 101n))).rejects.toMatchObject({
    constraint: 'floor_is_kept',
  });
});

test('without the absorption the CHECK refuses a charge below the floor', async () => {
  const { app, ledgers } = await mutate([NO_ABSORPTION]);
  const spender = await createSpender(app, { balance: 100n });
  const request = holdRequest(spender, 100n);
  await ledgers[0].authorize(request);
  await expect(ledgers[0].capture({ ...request, charge: charge(101n) })).rejects.toMatchObject({
    constraint: 'floor_is_kept',
  });
});

test('without the lock two processes lose updates, and the recount says so', async () => {
  const { database, app, ledgers } = await mutate([NO_LOCK, SLOW], DROP_FLOOR);
  const spender = await createSpender(app, { balance: 1_000n });
  let found = '';
  // On a busy machine the two do not meet in every round.
  for (let round = 0; round < 40 && found === ''; round++) {
    await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        (i % 2 ? ledgers[0] : ledgers[1]).authorize(holdRequest(spender, 1n)).catch(() => undefined),
      ),
    );
    found = (await differencesOf(database)).join();
  }
  expect(found).toContain('wallet: held is the sum of its open holds');
});

describe('without the state guard', () => {
  const captureTwice = async (mutated: Awaited<ReturnType<typeof mutate>>) => {
    const { app, ledgers } = mutated;
    const spender = await createSpender(app, { balance: 1_000n });
    const [request, other] = [holdRequest(spender, 100n), holdRequest(spender, 100n)];
    await ledgers[0].authorize(request);
    await ledgers[0].authorize(other);
    await ledgers[0].capture({ ...request, charge: charge(10n) });
    const again = ledgers[1].capture({ ...request, charge: charge(10n) });
    return { spender, again };
  };

  test('a second capture corrects by nothing', async () => {
    const mutated = await mutate([NO_STATE_GUARD]);
    const { spender, again } = await captureTwice(mutated);
    await again;
    expect(await walletState(mutated.app, spender)).toEqual({ posted: 990n, held: 100n });
  });

  test('and if it is booked as the first one was, the unique index refuses the second usage row', async () => {
    const mutated = await mutate([NO_STATE_GUARD, TREAT_AS_OPEN, ALWAYS_USAGE]);
    const { spender, again } = await captureTwice(mutated);
    await expect(again).rejects.toMatchObject({ constraint: 'billing_transaction_id' });
    expect(await walletState(mutated.app, spender)).toEqual({ posted: 990n, held: 100n });
  });

  test('and without the index the recount finds the second row', async () => {
    const mutated = await mutate(
      [NO_STATE_GUARD, TREAT_AS_OPEN, ALWAYS_USAGE],
      'drop index billing_transaction_id',
    );
    const { again } = await captureTwice(mutated);
    await again;
    expect((await differencesOf(mutated.database)).join()).toContain('2 usage rows');
  });
});

test('without the look-up of earlier holds the unique index refuses the second of one id', async () => {
  const { app, ledgers } = await mutate([NO_DUPLICATE_CHECK]);
  const spender = await createSpender(app, { balance: 1_000n });
  const request = holdRequest(spender, 100n);
  await ledgers[0].authorize(request);
  await expect(ledgers[1].authorize(request)).rejects.toMatchObject({ code: '23505' });
  expect(await walletState(app, spender)).toEqual({ posted: 1_000n, held: 100n });
});
