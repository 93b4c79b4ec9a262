import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Changes, listenForChanges } from '#db/changes.ts';
import { silentLog } from '#kernel/log.ts';
import { addMember, makeMember } from '#test/support/mandate-factory.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { requireCall, requireModel, requireProvider } from './actor.ts';
import { createApiKey, revokeApiKey } from './api-keys/api-key.service.ts';
import { makeApiKey } from './api-keys/api-key.ts';
import { type Authenticator, createAuthenticator } from './authenticate.ts';
import { setMandateStatus } from './mandates/mandate.service.ts';
import { setProviderPermission } from './roles/role.service.ts';

const database = await createTestDatabase();
const { db } = database.openApp();
// Another process has a pool and a listening connection of its own.
const other = database.openApp();
const queries: string[] = [];
let changes: Changes;
let authenticator: Authenticator;

beforeAll(async () => {
  changes = listenForChanges(database.appUrl, silentLog);
  authenticator = createAuthenticator({ db: other.db, changes });
  await vi.waitUntil(() => changes.connected);
  // Counts the queries of the authenticator without changing them.
  other.pool.on('acquire', () => queries.push('one'));
});
afterAll(async () => {
  authenticator.close();
  await changes.close();
});

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const refused = { code: 'invalid_api_key' };
const WITHIN_1_S = { timeout: 1_000, interval: 20 };

describe('a key', () => {
  test('is the same in either header, and from memory the second time', async () => {
    const { key, mandateId, userId, keyId } = await makeMember(db);
    await newsHasArrived();
    const actor = await authenticator.authenticate(bearer(key));
    expect(actor).toMatchObject({ mandateId, userId, apiKeyId: keyId, role: 'user', scopes: ['call'] });
    const before = queries.length;
    expect(await authenticator.authenticate({ 'x-api-key': key })).toBe(actor);
    expect(authenticator.authenticateCached({ authorization: `bearer ${key}`, 'x-api-key': key })).toBe(
      actor,
    );
    expect(queries.length).toBe(before);
  });

  test('two different keys at once are refused, whichever comes first, cached or not', async () => {
    const [one, two] = [await makeMember(db), await makeMember(db)];
    for (const [first, second] of [
      [one.key, two.key],
      [two.key, one.key],
      [one.key, 'rpn_x'],
      ['rpn_x', one.key],
    ] as const) {
      const headers = { authorization: `Bearer ${first}`, 'x-api-key': second };
      await expect(authenticator.authenticate(headers)).rejects.toMatchObject(refused);
      expect(() => authenticator.authenticateCached(headers)).toThrow();
    }
  });

  test.each([
    ['nothing', {}],
    ['an empty header', { authorization: '' }],
    ['no key after Bearer', { authorization: 'Bearer ' }],
    ['another scheme', { authorization: 'Basic cnBuOg==' }],
    ['an empty x-api-key', { 'x-api-key': '' }],
    ['two x-api-key', { 'x-api-key': ['a', 'b'] }],
    ['SQL', bearer("'OR/**/1=1--")],
    ["a provider's key", bearer('sk-ant-api03-abc')],
    ['a long text', bearer('x'.repeat(10_000))],
  ])('what is none is refused without asking the database: %s', async (_, headers) => {
    const before = queries.length;
    await expect(authenticator.authenticate(headers)).rejects.toMatchObject(refused);
    expect(queries.length).toBe(before);
  });

  test('a key that differs in one letter is refused, also after the right one', async () => {
    const { key } = await makeMember(db);
    await authenticator.authenticate(bearer(key));
    for (const place of [4, 10, 30, key.length - 1]) {
      const wrong = key.slice(0, place) + (key[place] === 'A' ? 'B' : 'A') + key.slice(place + 1);
      await expect(authenticator.authenticate(bearer(wrong))).rejects.toMatchObject(refused);
    }
  });

  test('stops within a second of being revoked', async () => {
    const { key, keyId, mandateId } = await makeMember(db);
    await authenticator.authenticate(bearer(key));
    await revokeApiKey(db, mandateId, keyId);
    await expect.poll(() => outcome(key), WITHIN_1_S).toBe('invalid_api_key');
  });

  test('that was wrong works within a second of being made', async () => {
    const { mandateId, userId } = await makeMember(db);
    const { text, hash, last4 } = makeApiKey(mandateId);
    await newsHasArrived();
    expect(await outcome(text)).toBe('invalid_api_key');
    expect(() => authenticator.authenticateCached(bearer(text))).toThrow();
    await database.openOwner().pool.query(
      `insert into api_key (mandate_id, key_id, user_id, name, key_hash, last4, scopes)
       values ($1, gen_random_uuid(), $2, 'late', $3, $4, '{call}')`,
      [mandateId.slice(4), userId.slice(4), hash, last4],
    );
    await expect.poll(() => outcome(text), WITHIN_1_S).toBe('ok');
  });

  test('expires while it is in memory', async () => {
    const { mandateId, userId } = await makeMember(db);
    const expiresAt = new Date(Date.now() + 700);
    const { key } = await createApiKey(db, { mandateId, userId, name: 'short', expiresAt });
    await newsHasArrived();
    expect(await outcome(key)).toBe('ok');
    expect(authenticator.authenticateCached(bearer(key))).toBeDefined();
    await sleep(700);
    expect(authenticator.authenticateCached(bearer(key))).toBeUndefined();
    expect(await outcome(key)).toBe('invalid_api_key');
  });

  test('is not worth more than its holder, and no more than it was given', async () => {
    const { mandateId, userId } = await makeMember(db);
    const reading = await createApiKey(db, { mandateId, userId, name: 'reads', scopes: ['billing:read'] });
    const reader = await authenticator.authenticate(bearer(reading.key));
    expect(() => requireCall(reader)).toThrowError(expect.objectContaining({ code: 'scope_missing' }));
    const narrow = await createApiKey(db, { mandateId, userId, name: 'narrow', providers: ['openai'] });
    const actor = await authenticator.authenticate(bearer(narrow.key));
    expect(actor.mayUseProvider('openai')).toBe(true);
    expect(() => requireProvider(actor, 'tavily')).toThrowError(
      expect.objectContaining({
        code: 'provider_not_allowed',
        message: 'This API key is limited to other providers.',
        details: { resource: 'resource.aicore.tavily' },
      }),
    );
  });

  test('of a viewer calls no AI', async () => {
    const viewer = await makeMember(db, 'viewer');
    const actor = await authenticator.authenticate(bearer(viewer.key));
    for (const provider of ['anthropic', 'openai', 'perplexity', 'tavily']) {
      expect(() => requireProvider(actor, provider)).toThrowError(
        expect.objectContaining({ code: 'provider_not_allowed' }),
      );
    }
  });
});

describe('changes elsewhere hold here within a second', () => {
  test('deny and allow of a provider, for this mandate alone', async () => {
    const [mine, theirs] = [await makeMember(db), await makeMember(db)];
    const mayUse = async (key: string) =>
      (await authenticator.authenticate(bearer(key))).mayUseProvider('openai');
    const permission = { mandateId: mine.mandateId, role: 'user', provider: 'openai' } as const;
    expect(await mayUse(mine.key)).toBe(true);
    await setProviderPermission(db, { ...permission, allowed: false });
    await expect.poll(() => mayUse(mine.key), WITHIN_1_S).toBe(false);
    expect(await mayUse(theirs.key)).toBe(true);
    await setProviderPermission(db, { ...permission, allowed: true });
    await expect.poll(() => mayUse(mine.key), WITHIN_1_S).toBe(true);
  });

  test('deny of a model', async () => {
    const { mandateId, key } = await makeMember(db);
    const model = 'gpt-5.5';
    await setProviderPermission(db, { mandateId, role: 'user', provider: 'openai', model, allowed: false });
    const actor = await authenticator.authenticate(bearer(key));
    expect(() => requireModel(actor, 'openai', model)).toThrowError(
      expect.objectContaining({ code: 'model_not_allowed' }),
    );
    expect(actor.mayUseModel('openai', 'gpt-5.5-mini')).toBe(true);
  });

  test('suspension and activation of the mandate', async () => {
    const { mandateId, key } = await makeMember(db);
    const call = async () => {
      try {
        requireCall(await authenticator.authenticate(bearer(key)));
        return 'ok';
      } catch (error) {
        return codeOf(error);
      }
    };
    expect(await call()).toBe('ok');
    await setMandateStatus(db, mandateId, 'suspended');
    await expect.poll(call, WITHIN_1_S).toBe('mandate_suspended');
    await setMandateStatus(db, mandateId, 'active');
    await expect.poll(call, WITHIN_1_S).toBe('ok');
  });

  test('a member who leaves takes his keys along, and a lower role narrows them', async () => {
    const { mandateId } = await makeMember(db);
    const admin = await addMember(db, mandateId, 'mandate_admin');
    const { key } = await createApiKey(db, { ...admin, name: 'admin', scopes: ['call', 'admin'] });
    const scopes = async () => (await authenticator.authenticate(bearer(key))).scopes;
    expect(await scopes()).toEqual(['call', 'admin']);
    await database
      .openOwner()
      .pool.query(`update membership set role = 'user' where mandate_id = $1 and user_id = $2`, [
        mandateId.slice(4),
        admin.userId.slice(4),
      ]);
    await expect.poll(scopes, WITHIN_1_S).toEqual(['call']);
  });
});

describe('a flood', () => {
  test('of wrong keys takes one connection and few queries, and right keys get through', async () => {
    const { key, mandateId } = await makeMember(db);
    await newsHasArrived();
    const before = queries.length;
    const wrong = Array.from({ length: 2_000 }, () => outcome(makeApiKey(mandateId).text));
    const right = outcome(key);
    expect(await right).toBe('ok');
    expect(new Set(await Promise.all(wrong))).toEqual(new Set(['invalid_api_key']));
    expect(queries.length - before).toBeLessThanOrEqual(12);
    expect(other.pool.totalCount).toBeLessThanOrEqual(1);
  });

  test('of more keys than may wait is told to come back', async () => {
    const { mandateId } = await makeMember(db);
    const outcomes = await Promise.all(
      Array.from({ length: 8_000 }, () => outcome(makeApiKey(mandateId).text)),
    );
    expect(new Set(outcomes)).toEqual(new Set(['invalid_api_key', 'overloaded']));
  });

  test('of one key asks once', async () => {
    const { key } = await makeMember(db);
    await newsHasArrived();
    const before = queries.length;
    await Promise.all(Array.from({ length: 500 }, () => authenticator.authenticate(bearer(key))));
    expect(queries.length - before).toBe(1);
  });
});

test('while nothing is heard of changes, the database is asked each time', async () => {
  const { key, mandateId, keyId } = await makeMember(db);
  const deaf = listenForChanges(database.appUrl, silentLog);
  const bypassing = createAuthenticator({ db: other.db, changes: deaf });
  await expect.poll(() => deaf.connected).toBe(true);
  await bypassing.authenticate(bearer(key));
  await deaf.close();
  expect(bypassing.authenticateCached(bearer(key))).toBeUndefined();
  await revokeApiKey(db, mandateId, keyId);
  await expect(bypassing.authenticate(bearer(key))).rejects.toMatchObject(refused);
});

/** Notifications come in the order of the commits: after this one, nothing that was done before can drop the cache. */
async function newsHasArrived(): Promise<void> {
  const arrived = new Promise<void>((resolve) => {
    const stop = changes.onChange((payload) => {
      if (payload !== 'no table') return;
      stop();
      resolve();
    });
  });
  await sql`select pg_notify('rappen_changed', 'no table')`.execute(db);
  await arrived;
}

async function outcome(key: string): Promise<string> {
  try {
    await authenticator.authenticate(bearer(key));
    return 'ok';
  } catch (error) {
    return codeOf(error);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'other';
}
