import { expect, test } from 'vitest';
import { uuidOf } from '#kernel/id.ts';
import { formatChf } from '#kernel/money.ts';
import type { TestMember } from '#test/support/mandate-factory.ts';
import { chargeFor, chf, startTestRappen, type TestRappen } from '#test/support/rappen.ts';
import { WIRE_FORMATS } from '#test/support/wire-formats.ts';

// Two gateways on one database: the floor belongs to the ledger, not to a process.
const first = await startTestRappen();
const second = await startTestRappen({ database: first.database, simulator: first.simulator });
const { simulator } = first;

/** One Tavily credit: USD 0.008 x 1.5 x 0.80. What is held is what is charged. */
const SEARCH_CHF = '0.0096';

async function callMany(
  gateways: readonly TestRappen[],
  count: number,
  caller: TestMember,
  path: string,
  body: object,
) {
  const answers = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const gateway = gateways[index % gateways.length] ?? first;
      const answer = await gateway.post(path, caller.key, body);
      return { status: answer.status, headers: answer.headers, text: await answer.text() };
    }),
  );
  await Promise.all(gateways.map((gateway) => gateway.settled()));
  return answers;
}

const billedUpstream = () =>
  simulator.ledger.billed.reduce((sum, { costUsd }) => sum + chargeFor(costUsd), 0n);

test.each([
  ['one process', [first]],
  ['two processes', [first, second]],
] as const)(
  '500 parallel calls on a balance of ten: ten are admitted (%s)',
  async (_how, gateways) => {
    simulator.reset();
    const caller = await first.caller({ balance: '0.096' });
    expect(10n * chf(SEARCH_CHF)).toBe(chf('0.096'));
    const { path, body } = WIRE_FORMATS.tavilySearch;
    const answers = await callMany(gateways, 500, caller, path, body);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 402)).toHaveLength(490);
    expect(simulator.ledger.entries).toHaveLength(10);
    expect(await first.usage(caller.mandateId)).toHaveLength(10);
    expect(await first.pool(caller.mandateId)).toEqual({ posted: 0n, held: 0n });
  },
  60_000,
);

test('a little more than ten: the rest goes into a lowered output, and charged is what is billed', async () => {
  simulator.reset();
  simulator.changeSettings({ outputTokens: 1_000, firstByteDelayMs: 300 });
  const { path } = WIRE_FORMATS.chat;
  const body = { ...WIRE_FORMATS.chat.body, max_completion_tokens: 1_000 };
  const probe = await first.caller();
  await first.post(path, probe.key, body).then((answer) => answer.text());
  await first.settled();
  const wanted = await largestHold(probe);
  simulator.reset();
  simulator.changeSettings({ outputTokens: 1_000, firstByteDelayMs: 300 });

  const caller = await first.caller({ balance: formatChf(wanted * 10n + wanted / 2n) });
  const answers = await callMany([first, second], 100, caller, path, body);
  const admitted = answers.filter(({ status }) => status === 200);
  const lowered = admitted.filter(({ headers }) => headers.has('x-rappen-max-output-tokens'));
  expect(answers.filter(({ status }) => status === 402)).toHaveLength(100 - admitted.length);
  expect(admitted.length).toBeGreaterThanOrEqual(11);
  expect(lowered.length).toBeGreaterThanOrEqual(1);
  const rows = await first.usage(caller.mandateId);
  expect(rows).toHaveLength(admitted.length);
  expect(simulator.ledger.entries).toHaveLength(admitted.length);
  const charged = rows.reduce((sum, { amount }) => sum - amount, 0n);
  expect(charged).toBe(billedUpstream());
  const { posted, held } = await first.pool(caller.mandateId);
  expect(held).toBe(0n);
  expect(posted).toBe(wanted * 10n + wanted / 2n - charged);
  expect(posted).toBeGreaterThanOrEqual(0n);
}, 60_000);

test('the recount finds nothing', async () => {
  expect(await first.differences()).toEqual([]);
});

async function largestHold({ mandateId }: TestMember): Promise<bigint> {
  const { rows } = await first.context.database.pool.query<{ amount: bigint }>(
    'select amount from billing_hold where mandate_id = $1',
    [uuidOf(mandateId)],
  );
  return rows[0]?.amount ?? 0n;
}
