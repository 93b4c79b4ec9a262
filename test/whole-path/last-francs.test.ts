import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { setMonthlyLimit } from '#billing/limits/limit.service.ts';
import { openBilling } from '#billing/settings/settings.service.ts';
import { topUp } from '#billing/transactions/posting.service.ts';
import { recount } from '#gateway/recount.ts';
import { must } from '#kernel/assert.ts';
import { uuidOf } from '#kernel/id.ts';
import { NANO_PER_CHF } from '#kernel/money.ts';
import { addMember, makeMember, type TestMember } from '#test/support/mandate-factory.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { type CallSeen, makeCall, transactionOf } from '#test/torture/caller.ts';
import { chatBody } from '#test/torture/crash-stage.ts';
import { readHolds } from '#test/torture/evidence.ts';
import { expectedCharge } from '#test/torture/expected-charge.ts';
import { type FloorSamples, watchFloors } from '#test/torture/floor-watch.ts';
import { startGateways } from './gateways.ts';

vi.setConfig({ testTimeout: 120_000 });

const PARALLEL = 500;
const ADMITTED = 10;
/** One credit at CHF 0.80 and with 50 %: a search is held at exactly what it costs. */
const SEARCH_COST = 9_600_000n;

const database = await createTestDatabase();
const ours = database.openApp();
const { processes, simulator } = await startGateways(database, 2);

const samples: FloorSamples = { taken: 0, nearFloor: 0, violations: [] };
let isOver = false;
let watching: Promise<void>;
beforeAll(() => {
  watching = watchFloors({ database: ours, hotMandate: '', room: 0n, until: () => isOver, samples });
});
afterAll(async () => {
  isOver = true;
  await watching;
  expect(samples.violations).toEqual([]);
});

async function openPool(balance: bigint): Promise<TestMember> {
  const member = await makeMember(ours.db);
  const { mandateId } = member;
  await openBilling(ours.db, { mandateId, billingModel: 'prepaid_mandate' });
  await topUp(ours.db, { mandateId, amount: balance, idempotencyKey: 'opening' });
  return member;
}

/** All at once, in turn to each of so many gateways. The idempotency key is the tag. */
function allAtOnce(
  member: TestMember,
  name: string,
  gateways: number,
  request: (tag: string) => { path: string; body: unknown },
): Promise<CallSeen[]> {
  return Promise.all(
    Array.from({ length: PARALLEL }, (_, index) => {
      const tag = `${name}-${index}`;
      const { url } = must(processes[index % gateways], 'a gateway');
      return makeCall(url, { ...request(tag), key: member.key, idempotencyKey: tag });
    }),
  );
}

function search(tag: string) {
  return { path: '/tavily/search', body: { query: `Count. [[sim:${JSON.stringify({ tag })}]]` } };
}

async function upstreamOfName(name: string) {
  const entries = await simulator.ledger();
  return entries.filter(({ tag }) => tag?.startsWith(`${name}-`));
}

async function wallet({ mandateId }: TestMember): Promise<{ posted: bigint; held: bigint }> {
  const { rows } = await ours.pool.query<{ posted: bigint; held: bigint }>(
    "select posted, held from billing_account where mandate_id = $1 and kind = 'wallet'",
    [uuidOf(mandateId)],
  );
  return must(rows[0], 'the pool');
}

function statuses(seen: readonly CallSeen[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status } of seen) counts[String(status)] = (counts[String(status)] ?? 0) + 1;
  return counts;
}

describe.each([1, 2])('%i gateway processes', (gateways) => {
  test('a balance of exactly ten holds admits exactly ten of 500', async () => {
    const name = `ten-${gateways}`;
    const payer = await openPool(BigInt(ADMITTED) * SEARCH_COST);
    const seen = await allAtOnce(payer, name, gateways, search);
    expect(statuses(seen)).toEqual({ 200: ADMITTED, 402: PARALLEL - ADMITTED });
    expect(await upstreamOfName(name)).toHaveLength(ADMITTED);
    expect(await wallet(payer)).toEqual({ posted: 0n, held: 0n });
    const refusal = must(
      seen.find(({ status }) => status === 402),
      'a refusal',
    );
    expect(refusal.text).toContain('insufficient_balance');
  });

  test("the first calls ever of a new user and key, within the key's limit", async () => {
    const name = `new-${gateways}`;
    const { mandateId } = await openPool(1_000n * NANO_PER_CHF);
    const newcomer = await addMember(ours.db, mandateId);
    const monthly = BigInt(ADMITTED) * SEARCH_COST;
    await setMonthlyLimit(ours.db, { mandateId, scope: 'key', subjectId: newcomer.keyId, monthly });
    const seen = await allAtOnce(newcomer, name, gateways, search);
    expect(statuses(seen)).toEqual({ 200: ADMITTED, 402: PARALLEL - ADMITTED });
    expect(await upstreamOfName(name)).toHaveLength(ADMITTED);
    expect(
      must(
        seen.find(({ status }) => status === 402),
        'a refusal',
      ).text,
    ).toContain('key_limit');
  });

  test('the first calls ever of a new mandate that has nothing', async () => {
    const member = await makeMember(ours.db);
    await openBilling(ours.db, { mandateId: member.mandateId, billingModel: 'prepaid_user' });
    const name = `nothing-${gateways}`;
    const seen = await allAtOnce(member, name, gateways, search);
    expect(statuses(seen)).toEqual({ 402: PARALLEL });
    expect(await upstreamOfName(name)).toEqual([]);
  });

  test('with a little more than ten holds the rest goes to lowered outputs, and charged is what is billed', async () => {
    const name = `more-${gateways}`;
    const chat = (tag: string) => ({ path: '/openai/v1/chat/completions', body: chatBody(tag, DELAYED) });
    const hold = await holdOf(chat(`size-${gateways}`), gateways);
    const balance = hold * BigInt(ADMITTED) + hold / 2n;
    const payer = await openPool(balance);
    const seen = await allAtOnce(payer, name, gateways, chat);
    const admitted = seen.filter(({ status }) => status === 200);
    const lowered = admitted.filter(({ headers }) => 'x-rappen-max-output-tokens' in headers);
    expect(statuses(seen)).toEqual({ 200: admitted.length, 402: PARALLEL - admitted.length });
    expect(admitted.length).toBeGreaterThan(ADMITTED);
    expect(lowered.length).toBeGreaterThan(0);
    const bills = new Map((await upstreamOfName(name)).map((bill) => [bill.tag, bill]));
    const holds = (await readHolds(ours)).filter(({ idempotency_key: key }) => key?.startsWith(`${name}-`));
    expect(holds.map(({ id }) => id).toSorted()).toEqual(admitted.map(transactionOf).toSorted());
    expect(bills.size).toBe(admitted.length);
    for (const one of holds) {
      const bill = must(bills.get(one.idempotency_key ?? ''), 'the bill');
      expect(one.charged).toBe(expectedCharge(bill, one));
      expect(one.charged).toBeLessThanOrEqual(one.amount);
    }
    const spent = holds.reduce((sum, { charged }) => sum + (charged ?? 0n), 0n);
    expect(await wallet(payer)).toEqual({ posted: balance - spent, held: 0n });
  });
});

/** Long enough that many calls stand at the wallet before the first frees anything. */
const DELAYED = { outputTokens: 600, firstByteDelayMs: 300 };

/** What one such call is held at, by somebody who can pay for it. */
async function holdOf(request: { path: string; body: unknown }, gateways: number): Promise<bigint> {
  const rich = await openPool(NANO_PER_CHF);
  const { url } = must(processes[0], 'a gateway');
  const seen = await makeCall(url, { ...request, key: rich.key, idempotencyKey: `size-${gateways}` });
  const hold = (await readHolds(ours)).find(({ id }) => id === transactionOf(seen));
  return must(hold, 'the hold').amount;
}

test('every dispatch had a hold, and every charge a dispatch', async () => {
  const holds = await readHolds(ours);
  const held = new Set(holds.map(({ idempotency_key: key }) => key));
  const upstream = await simulator.ledger();
  expect(upstream.filter(({ tag }) => !held.has(tag ?? ''))).toEqual([]);
  expect(holds).toHaveLength(upstream.length);
  expect(holds.every(({ state }) => state === 'captured')).toBe(true);
  expect((await recount(ours)).differences).toEqual([]);
});
