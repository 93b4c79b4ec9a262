import { beforeEach, describe, expect, test } from 'vitest';
import { findCallsOfConversation } from '#billing/origins/origin-cost.store.ts';
import { createApiKey } from '#identity/api-keys/api-key.service.ts';
import { newId } from '#kernel/id.ts';
import type { TestMember } from '#test/support/mandate-factory.ts';
import { chargeFor, chf, startTestRappen } from '#test/support/rappen.ts';
import type { AiTask } from '#workflows/processor/ai-task.ts';
import type { TaskEvent } from '#workflows/processor/task-event.ts';

const rappen = await startTestRappen({ waits: { drainMs: 5_000 } });
const { db } = rappen.context.database;
let caller: TestMember;

const MODELS = {
  openai: { provider: 'openai', model: 'gpt-5-mini' },
  anthropic: { provider: 'anthropic', model: 'claude-sonnet-5' },
  perplexity: { provider: 'perplexity', model: 'perplexity/sonar' },
} as const;

beforeEach(async () => {
  rappen.simulator.reset();
  caller = await rappen.caller();
});

const origin = { feature: 'chat', conversationId: newId('cnv'), messageId: newId('msg') } as const;

async function taskOf(more: Partial<AiTask> = {}): Promise<AiTask> {
  const actor = await rappen.context.authenticator.authenticate({ authorization: `Bearer ${caller.key}` });
  return {
    actor,
    origin,
    model: MODELS.openai,
    systemPrompt: 'Answer briefly.',
    messages: [{ role: 'user', content: 'What is a Rappen?' }],
    webSearch: 'none',
    signal: new AbortController().signal,
    ...more,
  };
}

async function run(task: AiTask, onEvent: (event: TaskEvent) => void = () => undefined) {
  const events: TaskEvent[] = [];
  for await (const event of rappen.context.processor.process(task)) {
    events.push(event);
    onEvent(event);
  }
  return events;
}

const textOf = (events: readonly TaskEvent[]) =>
  events.map((event) => (event.type === 'text' ? event.delta : '')).join('');
const endOf = (events: readonly TaskEvent[]) => events.findLast((event) => event.type === 'end')?.end;
const costsOf = (events: readonly TaskEvent[]) =>
  events.filter(({ type }) => type === 'held' || type === 'charged' || type === 'not_charged');

/** Every call that the simulator has billed is charged, as it was billed, and points back. */
async function expectChargedAsBilled(count: number) {
  await rappen.settled();
  const { billed } = rappen.simulator.ledger;
  expect(billed).toHaveLength(count);
  const rows = await rappen.usage(caller.mandateId);
  const charges = rows.map(({ amount }) => -amount).toSorted();
  expect(charges).toEqual(billed.map(({ costUsd }) => chargeFor(costUsd)).toSorted());
  const calls = await findCallsOfConversation(db, caller.mandateId, origin.conversationId);
  const charged = calls.get(origin.messageId)?.map(({ charge, state }) => ({ charge, state })) ?? [];
  expect(charged.map(({ charge }) => charge).toSorted()).toEqual(charges);
  expect(await rappen.differences()).toEqual([]);
}

describe.each(Object.values(MODELS))('$provider', (model) => {
  test('an answer streams, is held, and is charged as it was billed', async () => {
    rappen.simulator.script({
      directives: { text: 'A Rappen is the hundredth part of a franc.', chunks: 4 },
    });
    const events = await run(await taskOf({ model }));
    expect(endOf(events)).toEqual({ kind: 'complete' });
    expect(textOf(events)).toBe('A Rappen is the hundredth part of a franc.');
    expect(costsOf(events).map(({ type }) => type)).toEqual(['held', 'charged']);
    await expectChargedAsBilled(1);
  });

  test('stopped in its midst: charged as it was billed', async () => {
    rappen.simulator.script({ directives: { outputTokens: 200, chunks: 20, chunkDelayMs: 30 } });
    const stop = new AbortController();
    const events = await run(await taskOf({ model, signal: stop.signal }), ({ type }) => {
      if (type === 'text') stop.abort();
    });
    expect(endOf(events)).toEqual({ kind: 'stopped' });
    expect(costsOf(events).map(({ type }) => type)).toEqual(['held', 'charged']);
    await expectChargedAsBilled(1);
  });

  test('each step with a search is a call with a booking of its own', async () => {
    rappen.simulator.script({
      ...{ provider: model.provider, count: 1 },
      directives: { toolCalls: [{ name: 'web_search', arguments: { query: 'Rappen' } }] },
    });
    const events = await run(await taskOf({ model, webSearch: 'tavily' }));
    expect(endOf(events)).toEqual({ kind: 'complete' });
    expect(events.filter(({ type }) => type === 'tool_call' || type === 'tool_result')).toMatchObject([
      { type: 'tool_call', name: 'web_search', input: { query: 'Rappen' } },
      { type: 'tool_result', isError: false, output: { results: expect.arrayContaining([]) } },
    ]);
    expect(textOf(events)).not.toBe('');
    await expectChargedAsBilled(3);
  });

  test("the provider's own search is in the price of its call", async () => {
    const events = await run(await taskOf({ model, webSearch: 'provider' }));
    expect(endOf(events)).toEqual({ kind: 'complete' });
    await expectChargedAsBilled(1);
  });

  test.each([
    ['rate_limited', 'rate_limited', 0],
    ['server_error', 'provider_error', 0],
    ['bad_request', 'invalid_request', 0],
    ['error_mid_stream', 'provider_error', 1],
    ['cut_mid_stream', 'provider_error', 1],
  ] as const)('%s of the provider: %s', async (fault, code, billed) => {
    rappen.simulator.script({ directives: { fault, chunks: 6 } });
    const events = await run(await taskOf({ model }));
    expect(endOf(events)).toMatchObject({ kind: 'failed', failure: { code } });
    await rappen.settled();
    expect(rappen.simulator.ledger.billed).toHaveLength(billed);
    const sum = (await rappen.usage(caller.mandateId)).reduce((total, { amount }) => total - amount, 0n);
    expect(sum > 0n).toBe(billed > 0);
    expect(costsOf(events).at(-1)?.type).toBe(billed > 0 ? 'charged' : 'not_charged');
  });
});

test.each([MODELS.openai, MODELS.anthropic])(
  'an answer of $provider that breaks off after a search: the search is charged, and what was asked',
  async (model) => {
    rappen.simulator.script({ directives: { fault: 'cut_mid_stream' } });
    const events = await run(await taskOf({ model, webSearch: 'provider' }));
    expect(endOf(events)).toMatchObject({ kind: 'failed', failure: { code: 'provider_error' } });
    await rappen.settled();
    const [row] = await rappen.usage(caller.mandateId);
    expect(row?.call?.usageSource).toBe('journal');
    const [part] = row?.call?.usage ?? [];
    expect(part?.quantities.web_searches).toBe(1);
    expect(part?.quantities.input_tokens).toBeGreaterThan(0);
  },
);

test('the output that the balance pays for is told, and the answer ends there', async () => {
  caller = await rappen.caller({ balance: '0.002' });
  rappen.simulator.script({ directives: { outputTokens: 5_000 } });
  const events = await run(await taskOf({ maxOutputTokens: 5_000 }));
  expect(events.find(({ type }) => type === 'held')).toMatchObject({
    loweredOutputTokens: expect.any(Number),
  });
  expect(endOf(events)).toEqual({ kind: 'output_limit' });
  await expectChargedAsBilled(1);
});

test('a balance that is used up between two steps ends the run, and says what it would take', async () => {
  caller = await rappen.caller({ balance: '0.004' });
  rappen.simulator.script({
    ...{ provider: 'openai', count: 1 },
    directives: { toolCalls: [{ name: 'web_search', arguments: { query: 'Rappen' } }] },
  });
  const events = await run(await taskOf({ webSearch: 'tavily', maxOutputTokens: 500 }));
  expect(endOf(events)).toMatchObject({
    kind: 'failed',
    failure: { code: 'insufficient_balance', details: { limit_source: 'balance' } },
  });
  await expectChargedAsBilled(1);
});

test('what a run may cost at most is never exceeded, and the next step is refused by that limit', async () => {
  rappen.simulator.script({
    ...{ provider: 'openai', count: 8 },
    directives: { toolCalls: [{ name: 'web_search', arguments: { query: 'Rappen' } }] },
  });
  const events = await run(await taskOf({ webSearch: 'tavily', spendAtMost: chf('0.03') }));
  expect(endOf(events)).toMatchObject({
    kind: 'failed',
    failure: { code: 'insufficient_balance', details: { limit_source: 'automation_limit' } },
  });
  await rappen.settled();
  const sum = (await rappen.usage(caller.mandateId)).reduce((total, { amount }) => total - amount, 0n);
  expect(sum).toBeGreaterThan(0n);
  expect(sum).toBeLessThanOrEqual(chf('0.03'));
});

test.each([
  [{ provider: 'openai', model: 'gpt-0' }, 'model_not_found'],
  [{ provider: 'tavily', model: '*' }, 'invalid_request'],
  [{ provider: 'perplexity', model: 'sonar' }, 'model_not_found'],
])('%o is refused: %s', async (model, code) => {
  const events = await run(await taskOf({ model }));
  expect(events).toEqual([
    { type: 'end', end: { kind: 'failed', failure: expect.objectContaining({ code }) } },
  ]);
  expect(rappen.simulator.ledger.entries).toEqual([]);
});

test('an address of a file is never fetched', async () => {
  const content = [{ type: 'image', image: new URL(`${rappen.simulator.baseUrls.openai}/models`) }] as const;
  const events = await run(
    await taskOf({ model: MODELS.anthropic, messages: [{ role: 'user', content: [...content] }] }),
  );
  expect(endOf(events)).toMatchObject({ kind: 'failed', failure: { code: 'invalid_request' } });
  expect(rappen.simulator.ledger.entries).toEqual([]);
});

test('a booking points back, and the bookings of a conversation and of an answer are found by its id', async () => {
  await run(await taskOf());
  await run(await taskOf({ origin: { ...origin, messageId: newId('msg') } }));
  await rappen.settled();
  const read = async (q: string) => {
    const answer = await fetch(`${rappen.url}/api/billing/transactions?q=${q}`, {
      headers: { authorization: `Bearer ${await readersKey()}` },
    });
    const { transactions } = (await answer.json()) as { transactions: { origin?: unknown }[] };
    return transactions.map((row) => row.origin);
  };
  expect(await read(origin.messageId)).toEqual([origin]);
  expect(await read(origin.conversationId)).toHaveLength(2);
  expect(await read(newId('run'))).toEqual([]);
});

async function readersKey(): Promise<string> {
  const { mandateId, userId } = caller;
  const scopes = ['billing:read'] as const;
  return (await createApiKey(db, { mandateId, userId, name: 'reader', scopes })).key;
}

test('what the SDK has to say of a model goes to nobody: the log has lines of ours alone', async () => {
  const said: Error[] = [];
  const listen = (warning: Error) => void said.push(warning);
  process.on('warning', listen);
  const events = await run(await taskOf({ model: MODELS.anthropic, maxOutputTokens: 900_000 }));
  process.emitWarning('the last one');
  await expect.poll(() => said.at(-1)?.message).toBe('the last one');
  process.off('warning', listen);
  expect(endOf(events)).toEqual({ kind: 'complete' });
  expect(said).toHaveLength(1);
});
