import { beforeEach, describe, expect, test } from 'vitest';
import type { Directives } from '#simulator/directives.ts';
import type { TestMember } from '#test/support/mandate-factory.ts';
import { chargeFor, PROVIDER_KEY, startTestRappen } from '#test/support/rappen.ts';
import {
  ALL_FORMATS,
  STREAMING_FORMATS,
  WIRE_FORMATS,
  type WireFormatName,
} from '#test/support/wire-formats.ts';

const rappen = await startTestRappen({ timeouts: { headersMs: 400, bodyMs: 400 } });
let caller: TestMember;

beforeEach(async () => {
  rappen.simulator.reset();
  caller = await rappen.caller();
});

interface Result {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

async function call(name: WireFormatName, directives: Directives, more: object = {}): Promise<Result> {
  const { provider, path, body } = WIRE_FORMATS[name];
  rappen.simulator.script({ provider, directives });
  const answer = await rappen.post(path, caller.key, { ...body, ...more });
  const text = await answer.text();
  await rappen.settled();
  expect(`${text} ${JSON.stringify([...answer.headers])}`).not.toContain(PROVIDER_KEY);
  return { status: answer.status, text, headers: answer.headers };
}

/** The one usage row: where its usage comes from, and the amount (positive). */
async function booked(): Promise<{ source: string | undefined; amount: bigint; remark: string | undefined }> {
  const rows = await rappen.usage(caller.mandateId);
  expect(rows).toHaveLength(1);
  return {
    source: rows[0]?.call?.usageSource,
    amount: -(rows[0]?.amount ?? 0n),
    remark: rows[0]?.call?.remark,
  };
}

async function expectNothingBooked(): Promise<void> {
  expect(await rappen.usage(caller.mandateId)).toEqual([]);
  expect(await rappen.holds(caller.mandateId)).toEqual(['voided']);
  expect(await rappen.pool(caller.mandateId)).toMatchObject({ posted: 10_000_000_000n, held: 0n });
}

/** An estimate is near what was billed: same order of magnitude, and not nothing. */
function expectNear(amount: bigint, costUsd = rappen.simulator.ledger.entries[0]?.costUsd ?? '0'): void {
  expect(amount).toBeGreaterThan(0n);
  expect(Number(amount)).toBeLessThan(10 * Number(chargeFor(costUsd)) + 1);
  expect(Number(amount)).toBeGreaterThan(Number(chargeFor(costUsd)) / 10);
}

describe.each(ALL_FORMATS)('%s', (name) => {
  test('without a fault: charged what is billed', async () => {
    const { status, headers } = await call(name, {});
    expect(status).toBe(200);
    const [entry] = rappen.simulator.ledger.billed;
    expect(await booked()).toMatchObject({ source: 'provider', amount: chargeFor(entry?.costUsd ?? '') });
    expect(headers.get('x-rappen-charge-chf')).not.toBeNull();
  });

  test.each(['rate_limited', 'server_error', 'overloaded', 'bad_request'] as const)(
    "%s: the provider's own words, and nothing is charged",
    async (fault) => {
      const { provider, upstreamPath, body } = WIRE_FORMATS[name];
      const { status, text, headers } = await call(name, { fault });
      rappen.simulator.script({ provider, directives: { fault } });
      const direct = await fetch(rappen.simulator.baseUrls[provider] + upstreamPath, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${PROVIDER_KEY}`,
          'x-api-key': PROVIDER_KEY,
          'anthropic-version': '2023-06-01',
        },
        body: JSON.stringify(body),
      });
      expect(status).toBe(direct.status);
      expect(withoutIds(text)).toBe(withoutIds(await direct.text()));
      expect(headers.get('retry-after')).toBe(direct.headers.get('retry-after'));
      await expectNothingBooked();
    },
  );

  test.each(['reset_before_generation', 'reset_after_generation', 'cut_mid_event'] as const)(
    '%s: 502, charged 0, listed with what it may have cost',
    async (fault) => {
      const { status, text, headers } = await call(name, { fault });
      expect(status).toBe(502);
      expect(text).toContain('provider_error');
      const { source, amount, remark } = await booked();
      expect(headers.get('x-rappen-transaction-id')).toMatch(/^txn_/);
      expect([source, amount]).toEqual(['unknown', 0n]);
      expect(remark).toMatch(/may have cost up to CHF 0\.\d+/);
    },
  );

  test('hang: 504 after the time for an answer, charged 0, listed', async () => {
    const { status, text } = await call(name, { fault: 'hang' });
    expect(status).toBe(504);
    expect(text).toContain('provider_timeout');
    expect(await booked()).toMatchObject({ source: 'unknown', amount: 0n });
  });

  test('redirect: never followed, nothing charged', async () => {
    const { status, text, headers } = await call(name, {
      fault: 'redirect',
      location: `${rappen.simulator.url}/_sim/trap`,
    });
    expect([status, headers.get('location')]).toEqual([502, null]);
    expect(text).toContain('provider_error');
    expect(rappen.simulator.ledger.leaks).toEqual([]);
    await expectNothingBooked();
  });

  test.each(['plan_limit', 'key_limit'] as const)(
    "%s: the operator's matter, not the caller's",
    async (fault) => {
      const { status, text } = await call(name, { fault });
      if (WIRE_FORMATS[name].provider === 'tavily') {
        expect(status).toBe(502);
        expect(text).not.toMatch(/plan|limit|balance/i);
      } else {
        expect(status).toBeGreaterThanOrEqual(400);
      }
      await expectNothingBooked();
    },
  );

  test.each(['no_usage', 'negative_usage', 'fractional_usage', 'absurd_usage', 'invalid_json'] as const)(
    '%s: estimated, marked, never free',
    async (fault) => {
      const { status } = await call(name, { fault });
      expect(status).toBe(200);
      const [entry] = rappen.simulator.ledger.billed;
      const { source, amount } = await booked();
      const isCounted = source === 'provider' && amount === chargeFor(entry?.costUsd ?? '');
      if (!isCounted) expect(source).toBe('estimated');
      // Of unreadable JSON only the input can be counted.
      if (fault === 'invalid_json') expect(amount).toBeGreaterThan(0n);
      else expectNear(amount, entry?.costUsd);
    },
  );

  test.each(['usage_twice', 'wrong_content_type'] as const)(
    '%s: charged once, what is billed',
    async (fault) => {
      await call(name, { fault });
      const [entry] = rappen.simulator.ledger.billed;
      expect(await booked()).toMatchObject({ source: 'provider', amount: chargeFor(entry?.costUsd ?? '') });
    },
  );

  test('zero usage is a value', async () => {
    const { headers } = await call(name, { fault: 'zero_usage' });
    const { source, amount } = await booked();
    expect(source).toBe('provider');
    // Where something else than the usage is counted (searches, successful URLs), zero is not believed.
    if (WIRE_FORMATS[name].streams) expect(amount).toBe(0n);
    expect(headers.get('x-rappen-charge-chf')).not.toBeNull();
  });
});

describe.each(STREAMING_FORMATS)('%s as a stream', (name) => {
  const stream = (directives: Directives) => call(name, directives, { stream: true });

  test('without a fault: charged what is billed', async () => {
    const { status } = await stream({});
    expect(status).toBe(200);
    const [entry] = rappen.simulator.ledger.billed;
    expect(await booked()).toMatchObject({ source: 'provider', amount: chargeFor(entry?.costUsd ?? '') });
  });

  test.each(['cut_before_usage', 'cut_mid_stream', 'cut_mid_event'] as const)(
    '%s: charged by the journal; an error ends the stream',
    async (fault) => {
      const { status, text } = await stream({ fault });
      expect(status).toBe(200);
      expect(lastData(text)).toContain('provider_error');
      expect(lastData(text)).not.toContain('Nothing was charged');
      const { source, amount } = await booked();
      expect(source).toBe('journal');
      expectNear(amount);
    },
  );

  test('cut at the start: what the provider has said of the input, else unknown', async () => {
    await stream({ fault: 'cut_at_start' });
    const { source, amount } = await booked();
    if (source !== 'unknown') expect(source).toBe('journal');
    else expect(amount).toBe(0n);
  });

  test("error in the middle: the provider's own error is the last word; charged by the journal", async () => {
    const { text } = await stream({ fault: 'error_mid_stream' });
    expect(lastData(text)).toContain('error');
    expect(text).not.toContain('provider_error');
    const { source, amount } = await booked();
    // In Perplexity's format the error is a regular end of the stream.
    expect(source).toBe(name === 'agent' ? 'estimated' : 'journal');
    expectNear(amount);
  });

  test('error as the first event: nothing is charged', async () => {
    const { status, text } = await stream({ fault: 'error_first_event' });
    expect(status).toBe(200);
    expect(text).toContain('error');
    await expectNothingBooked();
  });

  test('hang in the middle: charged by the journal after the time for a piece', async () => {
    const { text } = await stream({ fault: 'hang_mid_stream' });
    expect(lastData(text)).toContain('provider_timeout');
    const { source, amount } = await booked();
    expect(source).toBe('journal');
    expectNear(amount);
  });

  test('usage after the end is read', async () => {
    await stream({ fault: 'usage_after_end' });
    const [entry] = rappen.simulator.ledger.billed;
    expect(await booked()).toMatchObject({ source: 'provider', amount: chargeFor(entry?.costUsd ?? '') });
  });

  test.each(['no_usage', 'negative_usage', 'absurd_usage'] as const)('%s: estimated', async (fault) => {
    await stream({ fault });
    const { source, amount } = await booked();
    expect(source).toBe('estimated');
    expectNear(amount);
  });

  test.each([
    { splitUtf8: true },
    { crlf: true },
    { comments: true, unknownEvents: true },
    { multilineData: true },
    { repeatStart: true },
  ] as const)('%o: charged what is billed', async (directives) => {
    await stream(directives);
    const [entry] = rappen.simulator.ledger.billed;
    expect(await booked()).toMatchObject({ source: 'provider', amount: chargeFor(entry?.costUsd ?? '') });
  });
});

test('no_cost: where Perplexity states no cost, its tokens are charged, and the call is listed', async () => {
  await call('agent', { fault: 'no_cost' });
  const { source, amount, remark } = await booked();
  expect(source).toBe('provider');
  expect(remark).toContain('cost_missing');
  expectNear(amount);
});

test('the recount finds nothing, and no key of ours went to a provider', async () => {
  expect(await rappen.differences()).toEqual([]);
  expect(rappen.simulator.ledger.leaks).toEqual([]);
});

function lastData(text: string): string {
  const at = text.trimEnd().lastIndexOf('\n\n');
  return text.trimEnd().slice(at + 2);
}

/** Request ids differ from call to call. */
function withoutIds(text: string): string {
  return text.replaceAll(/req_[0-9A-Za-z]+|[0-9a-f]{24,}|[0-9a-f-]{36}/g, 'ID');
}
