import { afterAll, expect, test } from 'vitest';
import { type SweepResult, sweep } from '#billing/ledger/sweep.ts';
import { silentLog } from '#kernel/log.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import { chatBody } from '#test/torture/crash-stage.ts';
import { shortenHolds } from '#test/torture/durable-database.ts';
import { readHolds } from '#test/torture/evidence.ts';

const CHAT = '/openai/v1/chat/completions';
const rappen = await startTestRappen();

/** Sweeps all the time, as another process would that believes us dead. */
const swept: SweepResult[] = [];
const sweeping = setInterval(() => {
  const { database, ledger } = rappen.context;
  void sweep({ pool: database.pool, ledger, log: silentLog }).then((result) => result && swept.push(result));
}, 200);
afterAll(() => clearInterval(sweeping));

async function timesOf(tag: string): Promise<{ livedSeconds: number; renewedFor: number }> {
  const { rows } = await rappen.context.database.pool.query<{ livedSeconds: number; renewedFor: number }>(
    `select extract(epoch from settled_at - created_at)::float8 as "livedSeconds",
            extract(epoch from expires_at - created_at)::float8 as "renewedFor"
     from billing_hold where idempotency_key = $1`,
    [tag],
  );
  return rows[0] ?? { livedSeconds: 0, renewedFor: 0 };
}

test.each([
  // A stream that moves is journalled, and so renewed, at least every 2 s.
  { tag: 'moving', lifetimeSeconds: 3, directives: { outputTokens: 60, chunkDelayMs: 120 }, stream: true },
  // One that says nothing for long is renewed every 10 s.
  { tag: 'silent', lifetimeSeconds: 13, directives: { firstByteDelayMs: 15_000 }, stream: false },
])(
  'a call that outlives its hold is renewed and booked once: $tag',
  async (way) => {
    const { tag, lifetimeSeconds, directives, stream } = way;
    await shortenHolds(rappen.database.ownerUrl, { lifetimeSeconds, graceSeconds: 0 });
    const caller = await rappen.caller();
    const answer = await rappen.post(CHAT, caller.key, chatBody(tag, directives, { stream }), {
      'idempotency-key': tag,
    });
    expect(answer.status).toBe(200);
    await answer.text();
    const { livedSeconds, renewedFor } = await timesOf(tag);
    expect(livedSeconds).toBeGreaterThan(lifetimeSeconds);
    expect(renewedFor).toBeGreaterThan(lifetimeSeconds);
    const hold = (await readHolds(rappen.context.database)).find((one) => one.idempotency_key === tag);
    expect(hold).toMatchObject({ state: 'captured', usage_source: 'provider', usage_rows: 1n });
    expect(await rappen.usage(caller.mandateId)).toHaveLength(1);
    expect(swept.length).toBeGreaterThan(0);
    expect(swept.filter(({ journalled, unknown }) => journalled + unknown > 0)).toEqual([]);
    expect(await rappen.differences()).toEqual([]);
  },
  120_000,
);
