import { expect, test } from 'vitest';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { ApiClient, apiOf, operatorApi, scopesFor } from '#test/support/api-client.ts';
import { signedInMember } from '#test/support/person.ts';
import { startTestRappen } from '#test/support/rappen.ts';

const rappen = await startTestRappen();

test('nobody is told what to send', async () => {
  const { status, headers, body } = await new ApiClient(rappen.url, {}).get('/api/me');
  expect(status).toBe(401);
  expect(headers.get('content-type')).toBe('application/problem+json');
  expect(body).toMatchObject({ code: 'not_signed_in', status: 401, requestId: headers.get('x-request-id') });
});

test('a key is told whose it is, and what it may do', async () => {
  const member = await rappen.caller({ role: 'mandate_admin' });
  const api = await apiOf(rappen, member, scopesFor('mandate_admin'));
  const { status, body } = await api.get('/api/me');
  expect(status).toBe(200);
  expect(body.user).toEqual({ id: member.userId });
  expect(body.mandates).toEqual([
    expect.objectContaining({ id: member.mandateId, status: 'active', role: 'mandate_admin' }),
  ]);
  const [{ abilities }] = body.mandates;
  expect(abilities).toContain('resource.billing.settings');
  expect(abilities).toContain('resource.aicore.openai');
  expect(abilities).not.toContain('resource.billing.credit');
});

test('a key is worth its scopes, and a key of the default scope can only call', async () => {
  const { key } = await rappen.caller({ role: 'mandate_admin' });
  const { body } = await new ApiClient(rappen.url, { 'x-api-key': key }).get('/api/me');
  expect(body.apiKey.scopes).toEqual(['call']);
  expect(body.mandates[0].abilities).toEqual([
    'resource.aicore.anthropic',
    'resource.aicore.openai',
    'resource.aicore.perplexity',
    'resource.aicore.tavily',
  ]);
});

test('an unknown query field, and a body where none belongs, are refused by their path', async () => {
  const operator = await operatorApi(rappen);
  expect(await operator.get('/api/me?colour=red')).toMatchObject({
    status: 422,
    body: { code: 'invalid_request', path: 'query.colour' },
  });
  expect(await operator.get(`/api/me?mandate=${ROOT_MANDATE_ID}`)).toMatchObject({ status: 200 });
});

test('who has signed in gives himself a name and a language: pages and mails have it, and the audit log', async () => {
  const { mandateId } = await rappen.caller({ role: 'mandate_admin' });
  const admin = await signedInMember(rappen, mandateId, 'mandate_admin');
  const { userId, email, api } = await signedInMember(rappen, mandateId, 'user');
  const { name } = (await api.get('/api/me')).body.user;
  const changed = await api.send('PATCH', '/api/me', { name: '  Anna Muster ', language: 'fr' });
  expect(changed).toMatchObject({ status: 200, body: { user: { name: 'Anna Muster', language: 'fr' } } });
  expect((await api.get('/api/me')).body).toEqual(changed.body);
  await api.post('/api/auth/request-password-reset', { email });
  expect((await rappen.mailsTo(email)).at(-1)?.subject).toMatch(/mot de passe/i);
  // The same again is no change.
  await api.send('PATCH', '/api/me', { language: 'fr' });
  const { entries } = (await admin.api.get(`/api/admin/audit?user=${userId}`)).body;
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({
    action: 'user.changed_himself',
    subject: userId,
    before: { name, language: 'de' },
    after: { name: 'Anna Muster', language: 'fr' },
  });
});

test('a key has no name to change; nonsense is refused', async () => {
  const member = await rappen.caller({ role: 'mandate_admin' });
  const key = await apiOf(rappen, member, scopesFor('mandate_admin'));
  const refused = await key.send('PATCH', '/api/me', { language: 'it' });
  expect(refused).toMatchObject({ status: 403, body: { code: 'permission_denied' } });
  const { api } = await signedInMember(rappen, member.mandateId, 'user');
  for (const [body, path] of [
    [{}, 'body'],
    [{ language: 'rm' }, 'body.language'],
    [{ name: ' ' }, 'body.name'],
    [{ email: 'other@example.ch' }, 'body.email'],
  ] as const) {
    expect(await api.send('PATCH', '/api/me', body)).toMatchObject({ status: 422, body: { path } });
  }
});
