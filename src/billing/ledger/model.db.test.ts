import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { post, topUp } from '#billing/transactions/posting.service.ts';
import { AppError } from '#kernel/error.ts';
import { uuidOf } from '#kernel/id.ts';
import { silentLog } from '#kernel/log.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import {
  charge,
  createSpender,
  differencesOf,
  holdRequest,
  openTestLedger,
  type TestSpender,
  walletState,
} from '#test/support/test-ledger.ts';
import type { AuthorizeRequest } from './ledger.ts';
import { sweep } from './sweep.ts';

/*
 * Random operations on several accounts, against a model of thirty lines: what the ledger answers and what the accounts
 * show must be what the model says; after every run the recount must find the seven promises kept.
 */

const database = await createTestDatabase();
const app = database.openApp();
const owner = database.openOwner();
const ledger = openTestLedger(database);
const other = openTestLedger(database);
afterAll(async () => {
  await Promise.all([ledger.close(), other.close()]);
});

interface ModelHold {
  readonly request: AuthorizeRequest;
  readonly amount: bigint;
  state: 'open' | 'captured' | 'voided' | 'expired';
  charged: bigint;
}

interface ModelAccount {
  readonly spender: TestSpender;
  posted: bigint;
  limit: bigint | undefined;
  limitUsed: bigint;
  readonly floor: bigint | undefined;
  readonly holds: ModelHold[];
}

type Operation =
  | { kind: 'authorize'; account: number; minimum: number; extra: number }
  | { kind: 'capture'; account: number; hold: number; amount: number; again: boolean }
  | { kind: 'void'; account: number; hold: number }
  | { kind: 'repeat'; account: number; hold: number; altered: boolean }
  | { kind: 'topUp'; account: number; amount: number; twice: boolean }
  | { kind: 'adjust'; account: number; amount: number }
  | { kind: 'die'; account: number; hold: number; progress: number | null };

const accountIndex = fc.nat({ max: 3 });
const pick = fc.nat({ max: 30 });
const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('authorize' as const), account: accountIndex, minimum: fc.integer({ min: 1, max: 300 }), extra: fc.nat({ max: 400 }) }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('capture' as const), account: accountIndex, hold: pick, amount: fc.nat({ max: 900 }), again: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('void' as const), account: accountIndex, hold: pick }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('repeat' as const), account: accountIndex, hold: pick, altered: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('topUp' as const), account: accountIndex, amount: fc.integer({ min: 1, max: 900 }), twice: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('adjust' as const), account: accountIndex, amount: fc.integer({ min: -500, max: 300 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('die' as const), account: accountIndex, hold: pick, progress: fc.option(fc.nat({ max: 200 })) }) },
); // biome-ignore format: one operation a line

const heldOf = (account: ModelAccount) =>
  account.holds.reduce((sum, hold) => (hold.state === 'open' ? sum + hold.amount : sum), 0n);

/** Smallest of what wallet and limit can still give; undefined: no end. */
function spendableOf(account: ModelAccount): bigint | undefined {
  const rooms = [
    account.floor === undefined ? undefined : account.posted - heldOf(account) - account.floor,
    account.limit === undefined ? undefined : account.limit - account.limitUsed - heldOf(account),
  ].filter((room) => room !== undefined);
  return rooms.length === 0 ? undefined : rooms.reduce((a, b) => (a < b ? a : b));
}

/** Books a charge (or a correction of one) in the model; answers what was absorbed. */
function charged(account: ModelAccount, hold: ModelHold, amount: bigint, state: ModelHold['state']): bigint {
  const delta = amount - hold.charged;
  hold.state = state;
  hold.charged = amount;
  account.limitUsed += delta;
  const left = account.posted - delta - heldOf(account);
  const lack = account.floor !== undefined && left < account.floor && delta > 0n ? account.floor - left : 0n;
  const absorbed = lack < delta ? lack : delta > 0n ? delta : 0n;
  account.posted += absorbed - delta;
  return absorbed;
}

async function createAccounts(): Promise<ModelAccount[]> {
  const kinds = [
    { balance: 1_000n },
    { balance: 800n, userLimit: 600n },
    { model: 'postpaid', creditLimit: 700n },
    { model: 'unlimited' },
  ] as const;
  return Promise.all(
    kinds.map(
      async (kind): Promise<ModelAccount> => ({
        spender: await createSpender(app, kind),
        posted: 'balance' in kind ? kind.balance : 0n,
        limit: 'userLimit' in kind ? kind.userLimit : undefined,
        limitUsed: 0n,
        floor: 'model' in kind ? ('creditLimit' in kind ? -kind.creditLimit : undefined) : 0n,
        holds: [],
      }),
    ),
  );
}

let keys = 0;

async function perform(accounts: readonly ModelAccount[], step: Operation): Promise<void> {
  const account = accounts[step.account] as ModelAccount;
  const { spender } = account;
  const hold = 'hold' in step ? account.holds[step.hold % Math.max(1, account.holds.length)] : undefined;
  switch (step.kind) {
    case 'authorize': {
      const wanted = BigInt(step.minimum + step.extra);
      const request = holdRequest(spender, wanted, { minimum: BigInt(step.minimum) });
      const spendable = spendableOf(account);
      const answer = await ledger.authorize(request);
      if (spendable !== undefined && spendable < request.minimum) {
        expect(answer).toMatchObject({ outcome: 'refused', available: spendable });
        return;
      }
      const granted = spendable !== undefined && spendable < wanted ? spendable : wanted;
      expect(answer).toEqual({ outcome: 'granted', granted });
      account.holds.push({ request, amount: granted, state: 'open', charged: 0n });
      return;
    }
    case 'capture': {
      if (!hold) return;
      const amount = BigInt(step.amount);
      const capture = { ...hold.request, charge: charge(amount) };
      if (hold.state === 'voided' || (hold.state === 'captured' && hold.charged !== amount)) {
        await expect(ledger.capture(capture)).rejects.toMatchObject({ code: 'idempotency_conflict' });
        return;
      }
      const repeated = hold.state === 'captured';
      const absorbed = repeated ? undefined : charged(account, hold, amount, 'captured');
      const answer = await ledger.capture(capture);
      if (!repeated) expect(answer).toEqual({ balanceAfter: account.posted, absorbed });
      if (step.again) expect(await other.capture(capture)).toEqual(answer);
      return;
    }
    case 'void': {
      if (!hold) return;
      const answer = await ledger.void(spender.mandateId, hold.request.holdId, 'model');
      expect(answer).toBe(hold.state === 'captured' ? 'already_captured' : 'voided');
      if (hold.state === 'open' || hold.state === 'expired') charged(account, hold, 0n, 'voided');
      return;
    }
    case 'repeat': {
      if (!hold) return;
      const again = await other.authorize({
        ...hold.request,
        wanted: hold.request.wanted + (step.altered ? 1n : 0n),
      });
      expect(again).toEqual(
        step.altered ? { outcome: 'conflict' } : { outcome: 'granted', granted: hold.amount },
      );
      return;
    }
    case 'topUp': {
      const credit = {
        mandateId: spender.mandateId,
        amount: BigInt(step.amount),
        idempotencyKey: `key ${++keys}`,
      };
      account.posted += credit.amount;
      const answer = await topUp(app.db, credit);
      expect(answer.balance).toBe(account.posted);
      if (step.twice) expect(await topUp(app.db, credit)).toEqual({ ...answer, isNew: false });
      return;
    }
    case 'adjust': {
      const amount = BigInt(step.amount);
      const posting = { ...spender, type: 'adjustment', amount, idempotencyKey: `key ${++keys}` } as const;
      const room = account.floor === undefined ? undefined : account.posted - heldOf(account) - account.floor;
      if (amount < 0n && room !== undefined && room < -amount) {
        await expect(post(app.db, posting)).rejects.toBeInstanceOf(AppError);
        return;
      }
      account.posted += amount;
      expect((await post(app.db, posting)).balance).toBe(account.posted);
      return;
    }
    case 'die': {
      if (!hold) return;
      const progress =
        step.progress === null ? undefined : charge(BigInt(step.progress), { usageSource: 'journal' });
      await ledger.renew([{ ...hold.request, ...(progress && { progress }) }]);
      await owner.pool.query(
        "update billing_hold set expires_at = now() - interval '31 seconds' where id = $1 and state = 'open'",
        [uuidOf(hold.request.holdId)],
      );
      await sweep({ pool: app.pool, ledger, log: silentLog });
      if (hold.state === 'open') charged(account, hold, progress?.amount ?? 0n, 'expired');
    }
  }
}

test('one after the other, every answer and every balance is what the model says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 20, maxLength: 60 }), async (steps) => {
      const accounts = await createAccounts();
      for (const step of steps) {
        await perform(accounts, step);
        const account = accounts[step.account] as ModelAccount;
        expect(await walletState(app, account.spender)).toEqual({
          posted: account.posted,
          held: heldOf(account),
        });
      }
    }),
    { numRuns: 40 },
  );
  expect(await differencesOf(database)).toEqual([]);
});

test('all at once on two processes, with repeats and conflicts, the recount finds the promises kept', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 40, maxLength: 150 }), async (steps) => {
      const accounts = await createAccounts();
      for (const account of accounts) {
        const requests = Array.from({ length: 6 }, () => holdRequest(account.spender, 50n));
        const answers = await Promise.all(requests.map((request) => ledger.authorize(request)));
        requests.forEach((request, i) => {
          if (answers[i]?.outcome === 'granted')
            account.holds.push({ request, amount: 50n, state: 'open', charged: 0n });
        });
      }
      await Promise.all(steps.map((step, i) => unleash(accounts, step, i % 2 ? ledger : other)));
    }),
    { numRuns: 30 },
  );
  expect(await differencesOf(database)).toEqual([]);
});

/** The same operations without a model: only refusals that the ledger defines may come back. */
async function unleash(
  accounts: readonly ModelAccount[],
  step: Operation,
  side: typeof ledger,
): Promise<void> {
  const account = accounts[step.account] as ModelAccount;
  const { spender } = account;
  const hold = 'hold' in step ? account.holds[step.hold % account.holds.length] : undefined;
  try {
    if (step.kind === 'authorize') {
      const request = holdRequest(spender, BigInt(step.minimum + step.extra), {
        minimum: BigInt(step.minimum),
      });
      const answer = await side.authorize(request);
      if (answer.outcome === 'granted' && step.minimum % 2) {
        await side.capture({ ...request, charge: charge(BigInt(step.extra)) });
      }
    } else if (step.kind === 'topUp') {
      await topUp(app.db, { mandateId: spender.mandateId, amount: 5n, idempotencyKey: `${step.amount % 7}` });
    } else if (step.kind === 'adjust') {
      const amount = BigInt(step.amount);
      await post(app.db, { ...spender, type: 'adjustment', amount, idempotencyKey: `a${step.amount}` });
    } else if (hold && step.kind === 'capture') {
      await side.capture({ ...hold.request, charge: charge(BigInt(step.amount % 3) * 40n) });
    } else if (hold && step.kind === 'void') {
      await side.void(spender.mandateId, hold.request.holdId, 'race');
    } else if (hold && step.kind === 'repeat') {
      expect(await side.authorize(hold.request)).toEqual({ outcome: 'granted', granted: 50n });
    } else if (hold && step.kind === 'die') {
      await side.renew([{ ...hold.request, progress: charge(10n) }]);
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(['idempotency_conflict', 'insufficient_balance']).toContain(error.code);
  }
}
