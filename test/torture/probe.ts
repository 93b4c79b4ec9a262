import type { Database } from '#db/database.ts';
import { uuidOf } from '#kernel/id.ts';
import { makeCall } from './caller.ts';
import type { Customer } from './customers.ts';

const BODY = {
  model: 'gpt-6-luna',
  messages: [{ role: 'user', content: 'Is there anything left?' }],
  max_completion_tokens: 128_000,
};

/**
 * After all that, what the pool has left can be spent, to the last nano-franc: a call that wants more than there is gets
 * all of it and a lowered output. A hold that leaked, or one that is too large, would show here.
 */
export async function probeHotPool({ pool }: Database, customer: Customer, url: string): Promise<string[]> {
  const mandate = uuidOf(customer.mandateId);
  const { rows } = await pool.query<{ room: bigint; held: bigint }>(
    "select posted - held - floor as room, held from billing_account where mandate_id = $1 and kind = 'wallet'",
    [mandate],
  );
  const [wallet] = rows;
  if (wallet?.held !== 0n) return [`the hot pool still holds ${wallet?.held}`];
  const seen = await makeCall(url, {
    path: '/openai/v1/chat/completions',
    key: customer.key,
    body: BODY,
    idempotencyKey: 'probe',
  });
  if (wallet.room < ENOUGH)
    return seen.status === 402 || seen.status === 200 ? [] : [`the probe got ${seen.status}`];
  if (seen.status !== 200) return [`refused though ${wallet.room} was left: ${seen.text}`];
  const { rows: held } = await pool.query<{ amount: bigint }>(
    "select amount from billing_hold where mandate_id = $1 and idempotency_key = 'probe'",
    [mandate],
  );
  const granted = held[0]?.amount;
  const isAll = granted === wallet.room && seen.headers['x-rappen-max-output-tokens'] !== undefined;
  return isAll ? [] : [`the probe was granted ${granted} of ${wallet.room}`];
}

/** Pays for the probe's 64 tokens at any markup and rate of the run. */
const ENOUGH = 300_000n;
