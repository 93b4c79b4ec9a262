import { expect, test } from 'vitest';
import { SCOPES } from '#identity/api-keys/api-key.ts';
import { type ApiClient, apiOf } from '#test/support/api-client.ts';
import { addMember } from '#test/support/mandate-factory.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import { WIRE_FORMATS } from '#test/support/wire-formats.ts';

const rappen = await startTestRappen();
const { db } = rappen.context.database;
/** Processes hear of a change within a second; a call through the whole gateway takes its own time on a busy machine. */
const SOON = { timeout: 5_000, interval: 20 };

async function administrator() {
  const member = await rappen.caller({ role: 'mandate_admin' });
  const api = await apiOf(rappen, member, SCOPES);
  const colleague = await addMember(db, member.mandateId);
  return { ...member, api, colleague, limits: `/api/admin/mandates/${member.mandateId}/limits` };
}

/** The status of a call, and what bound it. */
async function call(key: string): Promise<string> {
  const { path, body } = WIRE_FORMATS.chat;
  const answer = await rappen.post(path, key, body);
  const { error } = (await answer.json()) as { error?: { limit_source?: string } };
  return [answer.status, error?.limit_source].filter(Boolean).join(' ');
}

async function auditOf(api: ApiClient, subject: string) {
  const { body } = await api.get('/api/admin/audit?action=limit&limit=200');
  return body.entries
    .filter((entry: { subject: string }) => entry.subject === subject)
    .map(({ action, before, after }: Record<string, unknown>) => ({ action, before, after }));
}

test.each([
  ['users', 'user_limit'],
  ['keys', 'key_limit'],
] as const)('a limit of %s binds the next call, and lifted it does no more', async (what, source) => {
  const { api, limits, colleague } = await administrator();
  const subject = what === 'users' ? colleague.userId : colleague.keyId;
  const path = `${limits}/${what}/${subject}`;
  expect(await call(colleague.key)).toBe('200');
  const set = await api.send('PUT', path, { monthlyChf: '0.000001' });
  expect(set).toMatchObject({
    status: 200,
    body: {
      scope: what.slice(0, -1),
      isInUse: true,
      user: { id: colleague.userId, email: expect.stringContaining('@') },
      apiKey: what === 'users' ? null : { id: colleague.keyId, last4: colleague.key.slice(-4) },
      monthlyChf: '0.000001000',
      usedChf: '0.000000000',
      heldChf: '0.000000000',
      leftChf: '0.000001000',
    },
  });
  expect((await api.get(path)).body).toEqual(set.body);
  await expect.poll(() => call(colleague.key), SOON).toBe(`402 ${source}`);
  expect(await api.send('DELETE', path)).toMatchObject({ status: 204 });
  await expect.poll(() => call(colleague.key), SOON).toBe('200');
  expect(await api.get(path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  expect(await api.send('DELETE', path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  expect(await auditOf(api, subject)).toEqual([
    { action: 'limit.lifted', before: { monthlyChf: '0.000001000' }, after: null },
    { action: 'limit.set', before: null, after: { monthlyChf: '0.000001000' } },
  ]);
  expect(await rappen.differences()).toEqual([]);
});

test('a limit below what is used admits nothing new and breaks nothing', async () => {
  const { api, limits, colleague, mandateId } = await administrator();
  const path = `${limits}/users/${colleague.userId}`;
  await api.send('PUT', path, { monthlyChf: '5' });
  expect(await call(colleague.key)).toBe('200');
  await rappen.settled();
  const [usage] = await rappen.usage(mandateId);
  const used = -(usage?.amount ?? 0n);
  const [before] = (await api.get(limits)).body.limits;
  expect(BigInt(before.usedChf.replace('.', ''))).toBe(used);
  expect(BigInt(before.leftChf.replace('.', ''))).toBe(5_000_000_000n - used);
  const lowered = await api.send('PUT', path, { monthlyChf: '0' });
  expect(lowered.body).toMatchObject({
    id: before.id,
    monthlyChf: '0.000000000',
    usedChf: before.usedChf,
    leftChf: '0.000000000',
  });
  await expect.poll(() => call(colleague.key), SOON).toBe('402 user_limit');
  await api.send('PUT', path, { monthlyChf: '5' });
  await expect.poll(() => call(colleague.key), SOON).toBe('200');
  await rappen.settled();
  expect(await rappen.differences()).toEqual([]);
});

test('the list has every limit once, and tells which are for nothing any more', async () => {
  const { api, limits, colleague, mandateId, userId } = await administrator();
  const others = [await addMember(db, mandateId), await addMember(db, mandateId)];
  for (const member of [colleague, ...others]) {
    await api.send('PUT', `${limits}/users/${member.userId}`, { monthlyChf: '1' });
    await api.send('PUT', `${limits}/keys/${member.keyId}`, { monthlyChf: '1' });
  }
  await api.send('DELETE', `/api/admin/mandates/${mandateId}/users/${colleague.userId}`);
  const seen: { id: string; isInUse: boolean; user: { id: string } }[] = [];
  let path: string | undefined = `${limits}?limit=4`;
  while (path !== undefined) {
    const { body } = await api.get(path);
    seen.push(...body.limits);
    path = body.nextCursor && `${limits}?limit=4&cursor=${body.nextCursor}`;
  }
  expect(new Set(seen.map(({ id }) => id)).size).toBe(6);
  expect(seen).toHaveLength(6);
  for (const { isInUse, user } of seen) expect(isInUse).toBe(user.id !== colleague.userId);
  expect(JSON.stringify(seen)).not.toContain(userId);
  expect(await api.send('DELETE', `${limits}/users/${colleague.userId}`)).toMatchObject({ status: 204 });
  expect(await api.send('PUT', `${limits}/users/${colleague.userId}`, { monthlyChf: '1' })).toMatchObject({
    status: 404,
  });
  expect(await api.send('PUT', `${limits}/keys/${colleague.keyId}`, { monthlyChf: '1' })).toMatchObject({
    status: 409,
  });
});

test("another mandate's users and keys are not there", async () => {
  const { api, limits } = await administrator();
  const stranger = await rappen.caller({ userLimit: '5', keyLimit: '5' });
  for (const path of [`${limits}/users/${stranger.userId}`, `${limits}/keys/${stranger.keyId}`]) {
    expect(await api.send('PUT', path, { monthlyChf: '0' })).toMatchObject({ status: 404 });
    expect(await api.send('DELETE', path)).toMatchObject({ status: 404 });
  }
  expect((await api.get(limits)).body.limits).toEqual([]);
  expect(await call(stranger.key)).toBe('200');
});

test.each([
  [{}, 'body.monthlyChf'],
  [{ monthlyChf: null }, 'body.monthlyChf'],
  [{ monthlyChf: '-0.000000001' }, 'body.monthlyChf'],
  [{ monthlyChf: '1000000000.000000001' }, 'body.monthlyChf'],
  [{ monthlyChf: '9223372036' }, 'body.monthlyChf'],
  [{ monthlyChf: '1', userId: 'usr_00000000-0000-7000-8000-000000000001' }, 'body.userId'],
  [{ monthlyChf: '1', mandateId: 'mnd_00000000-0000-7000-8000-000000000000' }, 'body.mandateId'],
  [{ monthlyChf: '1', role: 'mandate_admin' }, 'body.role'],
  [{ monthlyChf: '1', used: '0' }, 'body.used'],
])('%o is refused by its path', async (body, path) => {
  const { api, limits, colleague } = await administrator();
  const answer = await api.send('PUT', `${limits}/users/${colleague.userId}`, body);
  expect(answer).toMatchObject({ status: 422, body: { code: 'invalid_request', path } });
  const most = await api.send('PUT', `${limits}/users/${colleague.userId}`, { monthlyChf: '1000000000' });
  expect(most).toMatchObject({ status: 200, body: { monthlyChf: '1000000000.000000000' } });
});

test('limits that are set at once: one stays, and the audit log tells each from the one before', async () => {
  const { api, limits, colleague } = await administrator();
  const path = `${limits}/users/${colleague.userId}`;
  const amounts = ['1', '2', '3', '4', '5'];
  await Promise.all(amounts.map((monthlyChf) => api.send('PUT', path, { monthlyChf })));
  const { body } = await api.get(limits);
  expect(body.limits).toHaveLength(1);
  const entries: { before: { monthlyChf: string } | null; after: { monthlyChf: string } }[] = await auditOf(
    api,
    colleague.userId,
  );
  const after = entries.map((entry) => entry.after.monthlyChf);
  const before = entries.map((entry) => entry.before?.monthlyChf);
  expect([...after].toSorted()).toEqual(amounts.map((amount) => `${amount}.000000000`));
  // A chain: each is the predecessor of one other, but for the last, which stayed.
  expect([...before, body.limits[0].monthlyChf].toSorted()).toEqual([undefined, ...after].toSorted());
});
