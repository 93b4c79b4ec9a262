import { expect, test } from 'vitest';
import { must } from '#kernel/assert.ts';
import { totpCode } from '#test/support/authenticator.ts';
import { operatorKey } from '#test/support/api-client.ts';
import { OpenApiDocument } from '#test/support/openapi-document.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import { done, type TypedClient, Walk } from '#test/support/typed-client.ts';
import { WIRE_FORMATS } from '#test/support/wire-formats.ts';

/** One customer's life, with a client whose types are generated from the OpenAPI description: it walks every route. */

const rappen = await startTestRappen();
const openapi = await OpenApiDocument.fetchFrom(rappen.url);
const walk = new Walk(rappen.url, openapi);
const operator = walk.client({ authorization: `Bearer ${await operatorKey(rappen)}` });
const origin = new URL(rappen.url).origin;
const NEW_PASSWORD = 'a long new password';

let keys = 0;
const once = () => ({ 'idempotency-key': `walk-${++keys}` });

test('every route answers as its description says', async () => {
  const customer = await newCustomer();
  const admin = await signUp(customer.email);
  const scope = { params: { path: { mandateId: customer.mandateId } } };
  await people(admin, scope);
  await terms(admin, scope);
  const call = await useIt(admin, customer.mandateId);
  await money(scope, call);
  await reading(admin, call);
  await operating(customer.mandateId);
  await leaving(admin, scope);
  const described = openapi.operations.map(({ method, path }) => `${method} ${path}`);
  expect(described.filter((operation) => !walk.called.has(operation))).toEqual([]);
  expect(walk.faults).toEqual([]);
  expect(await rappen.differences()).toEqual([]);
});

type Scope = { readonly params: { readonly path: { readonly mandateId: string } } };

async function newCustomer() {
  const email = 'chief@walk.example';
  const body = { name: 'Walk AG', administrator: { email, language: 'en' as const } };
  const { mandate } = await done(operator.POST('/api/admin/mandates', { params: { header: once() }, body }));
  await done(operator.GET('/api/admin/mandates', { params: { query: { q: 'walk' } } }));
  const path = { mandateId: mandate.id };
  await done(operator.GET('/api/admin/mandates/{mandateId}', { params: { path } }));
  await done(operator.PATCH('/api/admin/mandates/{mandateId}', { params: { path }, body: { name: 'Walk SA' } }));
  return { mandateId: mandate.id, email };
}

/** Sets a password by the link of the invitation, adds a second factor, signs in with both. */
async function signUp(email: string): Promise<TypedClient> {
  const visitor = walk.client({ origin });
  await done(visitor.GET('/api/auth/sign-in-options'));
  await done(visitor.POST('/api/auth/request-password-reset', { body: { email } }));
  const token = must(/token=([\w-]+)/.exec((await rappen.mailsTo(email)).at(-1)?.text ?? '')?.[1], 'a token');
  await done(visitor.POST('/api/auth/reset-password', { body: { token, newPassword: NEW_PASSWORD } }));
  const { cookie } = await rappen.signIn(email, NEW_PASSWORD);
  const person = walk.client({ origin, cookie });
  await done(visitor.POST('/api/auth/sign-in/email', { body: { email, password: NEW_PASSWORD } }));
  await done(person.GET('/api/auth/get-session'));
  await done(person.POST('/api/auth/revoke-other-sessions', { body: {} }));
  return person;
}
