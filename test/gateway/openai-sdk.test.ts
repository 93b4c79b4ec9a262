import OpenAI from 'openai';
import { beforeEach, describe, expect, test } from 'vitest';
import type { TestMember } from '#test/support/mandate-factory.ts';
import { chargeFor, chf, startTestRappen } from '#test/support/rappen.ts';

const rappen = await startTestRappen();
let caller: TestMember;
let client: OpenAI;

beforeEach(async () => {
  rappen.simulator.reset();
  caller = await rappen.caller();
  client = new OpenAI({ baseURL: `${rappen.url}/openai/v1`, apiKey: caller.key, maxRetries: 0 });
});

const model = 'gpt-6-luna';
const messages = [{ role: 'user' as const, content: 'Hello' }];

/** What the provider billed, turned into a charge. */
function billedUpstream(): bigint {
  const [entry, ...more] = rappen.simulator.ledger.billed;
  expect(more).toEqual([]);
  return chargeFor(entry?.costUsd ?? '');
}

async function charged(): Promise<bigint> {
  await rappen.settled();
  const [row, ...more] = await rappen.usage(caller.mandateId);
  expect(more).toEqual([]);
  expect(row?.call?.usageSource).toBe('provider');
  return -(row?.amount ?? 0n);
}

describe('chat completions', () => {
  test('a whole answer is charged what the provider billed, and its head says so', async () => {
    const { data, response } = await client.chat.completions.create({ model, messages }).withResponse();
    expect(data.choices[0]?.message.content).not.toBe('');
    expect(await charged()).toBe(billedUpstream());
    const booking = await rappen.bookingOf(caller.mandateId, response.headers);
    expect(chf(response.headers.get('x-rappen-charge-chf') ?? '')).toBe(-booking.amount);
    expect(chf(response.headers.get('x-rappen-balance-chf') ?? '')).toBe(booking.balanceAfter);
    expect(booking.balanceAfter).toBe(chf('10') + booking.amount);
    expect(response.headers.get('x-request-id')).toBe(booking.call?.requestId);
    expect(response.headers.get('x-rappen-simulated')).toBe('true');
    const [entry] = rappen.simulator.ledger.billed;
    expect(response.headers.get('x-rappen-provider-request-id')).toBe(entry?.requestId);
  });

  test('a stream is passed on without the usage that only the gateway asked for', async () => {
    const chunks = [];
    for await (const chunk of await client.chat.completions.create({ model, messages, stream: true }))
      chunks.push(chunk);
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).not.toBe('');
    expect(chunks.every((chunk) => chunk.choices.length > 0 && !chunk.usage)).toBe(true);
    expect(await charged()).toBe(billedUpstream());
  });

  test('a stream keeps the usage that the caller asked for', async () => {
    const stream = await client.chat.completions.create({
      model,
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks.at(-1)?.usage).toEqual(rappen.simulator.ledger.billed[0]?.usage);
    expect(await charged()).toBe(billedUpstream());
  });

  test('tools are called', async () => {
    const answer = await client.chat.completions.create({
      model,
      messages,
      tools: [
        { type: 'function', function: { name: 'weather', parameters: { type: 'object', properties: {} } } },
      ],
      tool_choice: 'required',
    });
    expect(answer.choices[0]?.message.tool_calls?.[0]).toMatchObject({ function: { name: 'weather' } });
    expect(await charged()).toBe(billedUpstream());
  });

  test('a caller who stops reading is charged what the provider bills', async () => {
    rappen.simulator.changeSettings({ chunkDelayMs: 5, outputTokens: 60 });
    const stream = await client.chat.completions.create({ model, messages, stream: true });
    for await (const _ of stream) break;
    await expect.poll(() => rappen.simulator.ledger.billed.length, { timeout: 10_000 }).toBe(1);
    expect(await charged()).toBe(billedUpstream());
    expect(rappen.simulator.ledger.billed[0]).toMatchObject({ outcome: 'answered', usageSent: true });
  });
});

describe('responses', () => {
  test('a whole answer, and one that builds on it', async () => {
    const first = await client.responses.create({ model, input: 'Hello' });
    expect(first.output_text).not.toBe('');
    expect(await charged()).toBe(billedUpstream());
    const second = await client.responses.create({ model, input: 'More', previous_response_id: first.id });
    expect(second.previous_response_id).toBe(first.id);
  });

  test('a stream', async () => {
    const events = [];
    for await (const event of await client.responses.create({ model, input: 'Hello', stream: true }))
      events.push(event);
    expect(events.at(-1)?.type).toBe('response.completed');
    expect(await charged()).toBe(billedUpstream());
  });

  test("another mandate's response does not exist, and nothing is sent", async () => {
    const first = await client.responses.create({ model, input: 'Hello' });
    const calls = rappen.simulator.ledger.counters().calls;
    const stranger = await rappen.caller();
    const theirs = new OpenAI({ baseURL: `${rappen.url}/openai/v1`, apiKey: stranger.key, maxRetries: 0 });
    await expect(
      theirs.responses.create({ model, input: 'More', previous_response_id: first.id }),
    ).rejects.toThrow(OpenAI.NotFoundError);
    expect(rappen.simulator.ledger.counters().calls).toBe(calls);
    expect(await rappen.usage(stranger.mandateId)).toEqual([]);
    expect(await rappen.holds(stranger.mandateId)).toEqual([]);
  });
});

test('embeddings are charged', async () => {
  const answer = await client.embeddings.create({ model: 'text-embedding-3-small', input: ['one', 'two'] });
  expect(answer.data).toHaveLength(2);
  expect(await charged()).toBe(billedUpstream());
});

test('the list of models is free', async () => {
  const models = [];
  for await (const each of client.models.list()) models.push(each.id);
  expect(models.length).toBeGreaterThan(0);
  expect(await rappen.usage(caller.mandateId)).toEqual([]);
  expect(await rappen.holds(caller.mandateId)).toEqual([]);
});

describe("refusals are the SDK's own errors", () => {
  test('401 for a wrong key', async () => {
    const wrong = new OpenAI({ baseURL: `${rappen.url}/openai/v1`, apiKey: 'rpn_wrong', maxRetries: 0 });
    await expect(wrong.chat.completions.create({ model, messages })).rejects.toThrow(
      OpenAI.AuthenticationError,
    );
  });

  test('402 for an empty balance', async () => {
    const poor = await rappen.caller({ balance: '0.000001' });
    const theirs = new OpenAI({ baseURL: `${rappen.url}/openai/v1`, apiKey: poor.key, maxRetries: 0 });
    const error = await theirs.chat.completions
      .create({ model, messages })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OpenAI.APIError);
    expect(error).toMatchObject({
      status: 402,
      code: 'insufficient_balance',
      error: { limit_source: 'balance', available_chf: '0.000001000' },
    });
    expect(rappen.simulator.ledger.entries).toEqual([]);
  });

  test('403 for a viewer', async () => {
    const viewer = await rappen.caller({ role: 'viewer' });
    const theirs = new OpenAI({ baseURL: `${rappen.url}/openai/v1`, apiKey: viewer.key, maxRetries: 0 });
    await expect(theirs.chat.completions.create({ model, messages })).rejects.toThrow(
      OpenAI.PermissionDeniedError,
    );
  });

  test('404 for an unknown model', async () => {
    await expect(client.chat.completions.create({ model: 'gpt-none', messages })).rejects.toThrow(
      OpenAI.NotFoundError,
    );
  });

  test('409 for a call that was made before, once', async () => {
    const eager = new OpenAI({ baseURL: `${rappen.url}/openai/v1`, apiKey: caller.key, maxRetries: 3 });
    const once = { headers: { 'idempotency-key': 'order-1' } };
    const { response } = await eager.chat.completions.create({ model, messages }, once).withResponse();
    const error = await eager.chat.completions
      .create({ model, messages }, once)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OpenAI.ConflictError);
    expect(error).toMatchObject({
      code: 'already_done',
      error: { transaction_id: response.headers.get('x-rappen-transaction-id') },
    });
    const { headers } = error as InstanceType<typeof OpenAI.ConflictError>;
    expect(headers.get('x-rappen-transaction-id')).toBe(response.headers.get('x-rappen-transaction-id'));
    const other = [{ role: 'user' as const, content: 'Something else' }];
    await expect(eager.chat.completions.create({ model, messages: other }, once)).rejects.toMatchObject({
      status: 409,
      code: 'idempotency_conflict',
    });
    expect(rappen.simulator.ledger.counters().calls).toBe(1);
  });

  test('422 for a field that is not known', async () => {
    const body = { model, messages, surprise: true };
    await expect(client.chat.completions.create(body)).rejects.toThrow(OpenAI.UnprocessableEntityError);
  });

  test("429 and 500 are the provider's own, and free", async () => {
    for (const [fault, type] of [
      ['rate_limited', OpenAI.RateLimitError],
      ['server_error', OpenAI.InternalServerError],
    ] as const) {
      rappen.simulator.script({ directives: { fault } });
      await expect(client.chat.completions.create({ model, messages })).rejects.toThrow(type);
    }
    await rappen.settled();
    expect(await rappen.usage(caller.mandateId)).toEqual([]);
    expect(await rappen.holds(caller.mandateId)).toEqual(['voided', 'voided']);
  });
});

test('the recount finds nothing', async () => {
  expect(await rappen.differences()).toEqual([]);
  expect(rappen.simulator.ledger.leaks).toEqual([]);
});
