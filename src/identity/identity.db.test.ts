import { describe, expect, test } from 'vitest';
import { transaction } from '#db/transaction.ts';
import { AppError } from '#kernel/error.ts';
import { type MandateId, newId } from '#kernel/id.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { createApiKey, revokeApiKey } from './api-keys/api-key.service.ts';
import {
  createMandate,
  createMandateOnce,
  requireMandate,
  setMandateStatus,
} from './mandates/mandate.service.ts';
import { ROOT_MANDATE_ID } from './mandates/mandate.ts';
import type { Role } from './permissions.ts';
import { setProviderPermission } from './roles/role.service.ts';
import { createUser } from './users/user.service.ts';

const database = await createTestDatabase();
const { db } = database.openApp();

const newMandate = (name = 'Muster AG') => transaction(db, (tx) => createMandate(tx, { name }));
const newUser = (mandateId: MandateId, email: string, role: Role = 'user', password?: string) =>
  transaction(db, (tx) => createUser(tx, { mandateId, email, role, ...(password ? { password } : {}) }));

describe('mandates', () => {
  test('are active at once, and can be suspended and activated', async () => {
    const id = await newMandate('  Zürich & Söhne; DROP TABLE mandate --  ');
    expect(await requireMandate(db, id)).toEqual({
      id,
      name: 'Zürich & Söhne; DROP TABLE mandate --',
      status: 'active',
    });
    await setMandateStatus(db, id, 'suspended');
    expect((await requireMandate(db, id)).status).toBe('suspended');
  });

  test.each(['', '   ', 'x'.repeat(201), 'two\nlines', 'nul\u0000'])(
    'a name that is none is refused: %j',
    async (name) => {
      await expect(newMandate(name)).rejects.toMatchObject({
        code: 'invalid_request',
        details: { path: 'name' },
      });
    },
  );

  test('one that does not exist is not found', async () => {
    const nobody = newId('mnd');
    await expect(setMandateStatus(db, nobody, 'suspended')).rejects.toMatchObject({ code: 'not_found' });
    await expect(newUser(nobody, 'a@example.ch')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('there is one root mandate, however many make it at once, and it cannot be suspended', async () => {
    const made = await Promise.all(
      [1, 2, 3].map(() => transaction(db, (tx) => createMandateOnce(tx, ROOT_MANDATE_ID, 'Root'))),
    );
    expect(made.filter(Boolean)).toHaveLength(1);
    await expect(setMandateStatus(db, ROOT_MANDATE_ID, 'suspended')).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });
});

describe('users', () => {
  test('upper and lower case of an address are one person, who can be a member of two mandates', async () => {
    const [first, second] = [await newMandate(), await newMandate()];
    const userId = await newUser(first, 'Anna.Muster@Example.ch', 'user', 'a long password');
    expect(await newUser(second, 'anna.muster@example.CH', 'viewer')).toBe(userId);
  });

  test('a member is not made twice, also by two at once', async () => {
    const mandateId = await newMandate();
    const outcomes = await Promise.allSettled(
      [1, 2].map(() => newUser(mandateId, 'twice@example.ch', 'user', 'a long password')),
    );
    const made = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(made).toHaveLength(1);
    expect(refused[0]).toMatchObject({ code: 'already_done', details: { user_id: made[0] } });
  });

  test("nobody sets another mandate's member a password", async () => {
    await newUser(await newMandate(), 'known@example.ch', 'user', 'a long password');
    const attempt = newUser(await newMandate(), 'KNOWN@example.ch', 'user', 'another password');
    await expect(attempt).rejects.toMatchObject({ code: 'invalid_request', details: { path: 'password' } });
  });

  test.each(['', 'x', '@x', 'a b@c', 'a@b@c', 'a@b\r\nBcc: c@d', `${'x'.repeat(250)}@example.ch`])(
    'no address: %j',
    async (email) => {
      await expect(newUser(await newMandate(), email)).rejects.toMatchObject({ details: { path: 'email' } });
    },
  );

  test('a short password is refused', async () => {
    const attempt = newUser(await newMandate(), 'short@example.ch', 'user', 'too short');
    await expect(attempt).rejects.toMatchObject({ details: { path: 'password' } });
  });

  test('a customer has no system administrator', async () => {
    const attempt = newUser(await newMandate(), 'root@example.ch', 'system_administrator');
    await expect(attempt).rejects.toMatchObject({ code: 'invalid_request', details: { path: 'role' } });
  });
});

describe('keys', () => {
  test("a user of another mandate gets none here, and another mandate's key cannot be revoked", async () => {
    const [mine, theirs] = [await newMandate(), await newMandate()];
    const userId = await newUser(theirs, 'theirs@example.ch');
    const { keyId } = await createApiKey(db, { mandateId: theirs, userId, name: 'theirs' });
    await expect(createApiKey(db, { mandateId: mine, userId, name: 'x' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(revokeApiKey(db, mine, keyId)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('a scope beyond the role and an expiry in the past are refused', async () => {
    const mandateId = await newMandate();
    const userId = await newUser(mandateId, 'scopes@example.ch');
    const refused = [
      { scopes: ['call', 'admin'] as const },
      { expiresAt: new Date(Date.now() - 1000) },
      { expiresAt: new Date(Number.NaN) },
    ];
    for (const fault of refused) {
      const attempt = createApiKey(db, { mandateId, userId, name: 'x', ...fault });
      await expect(attempt).rejects.toMatchObject({ code: 'invalid_request' });
    }
  });

  test('the text of a key is nowhere in the database', async () => {
    const mandateId = await newMandate();
    const userId = await newUser(mandateId, 'secret@example.ch');
    const { key } = await createApiKey(db, { mandateId, userId, name: 'secret' });
    const { rows } = await database
      .openOwner()
      .pool.query<{ text: string }>('select api_key::text as text from api_key');
    expect(rows.length).toBeGreaterThan(0);
    for (const { text } of rows) expect(text).not.toContain(key.slice(4, 40));
  });
});

describe('permissions', () => {
  test('a viewer is never allowed to call AI, and a role that the mandate has not is refused', async () => {
    const mandateId = await newMandate();
    const allow = (role: Role) =>
      setProviderPermission(db, { mandateId, role, provider: 'openai', allowed: true });
    expect(await allow('user')).toBe('resource.aicore.openai');
    await expect(allow('viewer')).rejects.toBeInstanceOf(AppError);
    await expect(allow('system_administrator')).rejects.toMatchObject({ details: { path: 'role' } });
  });
});

test('mandate_id comes first in every key of a table that has it', async () => {
  const { rows } = await database.openOwner().pool.query<{ index: string; first: string }>(`
    select i.indexrelid::regclass::text as index,
           (select attname from pg_attribute a where a.attrelid = i.indrelid and a.attnum = i.indkey[0]) as first
      from pg_index i
     where i.indisunique and exists (select from pg_attribute a where a.attrelid = i.indrelid and a.attname = 'mandate_id')
       and i.indrelid in ('mandate'::regclass, 'role'::regclass, 'role_permission'::regclass, 'membership'::regclass, 'api_key'::regclass)`);
  expect(rows.length).toBeGreaterThanOrEqual(6);
  expect(rows.filter(({ first }) => first !== 'mandate_id')).toEqual([]);
});
