import { expect, test } from 'vitest';
import { topUp } from '#billing/transactions/posting.service.ts';
import { createApiKey } from '#identity/api-keys/api-key.service.ts';
import { findMembers } from '#identity/members/member.store.ts';
import { must } from '#kernel/assert.ts';
import { type MandateId, uuidOf } from '#kernel/id.ts';
import { NANO_PER_CHF } from '#kernel/money.ts';
import { mandateOf, sumsOf } from '#test/support/imported-mandate.ts';
import { comparable, importRecords } from '#test/support/platform-records.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import { WIRE_FORMATS } from '#test/support/wire-formats.ts';

const rappen = await startTestRappen();
const { database } = rappen.context;

const CALLS = {
  openai: WIRE_FORMATS.chat,
  anthropic: WIRE_FORMATS.messages,
  perplexity: WIRE_FORMATS.agent,
  tavily: WIRE_FORMATS.tavilySearch,
} as const;

async function keyOf(mandate: string, email: string): Promise<string> {
  const mandateId = await mandateOf(database, mandate);
  const members = await findMembers(database.db, mandateId, { limit: 20 });
  const { userId } = must(
    members.find((member) => member.email === email),
    email,
  );
  return (await createApiKey(database.db, { mandateId, userId, name: 'test' })).key;
}

async function countUsage(mandateId: MandateId): Promise<bigint> {
  const { rows } = await database.pool.query<{ count: bigint }>(
    "select count(*) as count from billing_transaction where mandate_id = $1 and type = 'usage'",
    [uuidOf(mandateId)],
  );
  return must(rows[0], 'a count').count;
}

/** The providers that a key may really call. */
async function usableWith(key: string): Promise<string[]> {
  const usable: string[] = [];
  for (const [provider, { path, body }] of Object.entries(CALLS)) {
    const { status } = await rappen.post(path, key, body);
    expect([200, 403]).toContain(status);
    if (status === 200) usable.push(provider);
  }
  return usable;
}

const ROLES = {
  owner: 'mandate_admin',
  editor: 'user',
  author: 'user',
  auditor: 'viewer',
  guest: 'user',
} as const;
const MAPPING = { mapping: { roles: ROLES } };

function platform(editor: readonly string[], owner: readonly string[] = ['*']) {
  const memberships = [
    ['a', 'boss', 'owner'],
    ['a', 'both', 'editor'],
    ['a', 'writer', 'author'],
    ['a', 'looker', 'auditor'],
    ['a', 'several', 'editor'],
    ['a', 'several', 'owner'],
    ['b', 'both', 'guest'],
    ['c', 'both', 'editor'],
  ];
  const role = (mandate: string, name: string, providers: readonly string[]) => ({
    mandate,
    role: name,
    providers,
  });
  return {
    mandate: ['a', 'b', 'c'].map((id) => ({ id, name: id, openingBalance: '50' })),
    user: ['boss', 'both', 'writer', 'looker', 'several'].map((id) => ({ id, email: `${id}@call.ch` })),
    role: [
      role('a', 'owner', owner),
      role('a', 'editor', editor),
      role('a', 'author', editor),
      role('a', 'auditor', []),
      role('b', 'guest', []),
      role('c', 'editor', ['tavily']),
    ],
    membership: memberships.map(([mandate, user, name]) => ({ mandate, user, role: name })),
  };
}

test('an imported user may call what his roles of the platform allowed, in each mandate, and nothing else', async () => {
  await importRecords(database, platform(['openai', 'tavily']), MAPPING);
  const all = Object.keys(CALLS);
  const writer = await keyOf('a', 'writer@call.ch');
  const boss = await keyOf('a', 'boss@call.ch');
  expect(await usableWith(boss)).toEqual(all);
  expect(await usableWith(await keyOf('a', 'several@call.ch'))).toEqual(all);
  expect(await usableWith(await keyOf('a', 'both@call.ch'))).toEqual(['openai', 'tavily']);
  expect(await usableWith(writer)).toEqual(['openai', 'tavily']);
  expect(await usableWith(await keyOf('a', 'looker@call.ch'))).toEqual([]);
  expect(await usableWith(await keyOf('b', 'both@call.ch'))).toEqual([]);
  expect(await usableWith(await keyOf('c', 'both@call.ch'))).toEqual(['tavily']);

  await importRecords(
    database,
    platform(['anthropic', 'openai'], ['perplexity', 'openai', 'anthropic']),
    MAPPING,
  );
  // Permissions are cached, and every process hears of a change within a second.
  await expect.poll(() => usableWith(writer), { timeout: 20_000 }).toEqual(['openai', 'anthropic']);
  await expect
    .poll(() => usableWith(boss), { timeout: 20_000 })
    .toEqual(['openai', 'anthropic', 'perplexity']);
});

test('an opening changes while its users spend, and each call is charged once', async () => {
  const records = (openingBalance: string) => ({
    ...platform(['openai']),
    mandate: ['a', 'b', 'c'].map((id) => ({ id, name: id, openingBalance })),
  });
  const mandateId = await mandateOf(database, 'a');
  await topUp(database.db, { mandateId, amount: 50n * NANO_PER_CHF, idempotencyKey: 'more' });
  const key = await keyOf('a', 'writer@call.ch');
  const before = await countUsage(mandateId);
  const statuses: number[] = [];
  let isOver = false;
  const caller = async () => {
    while (!isOver) {
      statuses.push((await rappen.post(CALLS.openai.path, key, CALLS.openai.body)).status);
    }
  };
  const callers = Promise.all([caller(), caller()]);
  for (const opening of ['60', '10.5', '0', '40']) {
    const rehearsal = await importRecords(database, records(opening), { ...MAPPING, dryRun: true });
    const run = await importRecords(database, records(opening), MAPPING);
    expect(comparable(run)).toEqual(comparable(rehearsal));
    expect(await sumsOf(database, 'a')).toMatchObject({ opening: `${Number(opening).toFixed(9)}` });
  }
  isOver = true;
  await callers;
  await rappen.settled();
  expect([...new Set(statuses)]).toEqual([200]);
  expect((await countUsage(mandateId)) - before).toBe(BigInt(statuses.length));
  expect(await rappen.differences()).toEqual([]);
});
