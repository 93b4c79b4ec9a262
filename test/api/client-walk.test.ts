import { expect, test } from 'vitest';
import { must } from '#kernel/assert.ts';
import { operatorKey } from '#test/support/api-client.ts';
import { totpCode } from '#test/support/authenticator.ts';
import { walkThroughAutomations } from '#test/support/automation-walk.ts';
import { walkThroughBank } from '#test/support/bank-walk.ts';
import { walkThroughChat } from '#test/support/chat-walk.ts';
import { walkThroughInvoices } from '#test/support/invoice-walk.ts';
import { walkThroughMails } from '#test/support/mail-walk.ts';
import { OpenApiDocument } from '#test/support/openapi-document.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import { walkThroughReports } from '#test/support/report-walk.ts';
import { walkThroughStatements } from '#test/support/statement-walk.ts';
import { done, type TypedClient, Walk } from '#test/support/typed-client.ts';
import { walkThroughWarnings } from '#test/support/warnings-walk.ts';
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
  await walkThroughReports(admin, operator, scope);
  const call = await useIt(admin, customer.mandateId);
  await money(scope, call);
  await reading(admin, call);
  await walkThroughBank({ operator, admin, once }, customer.mandateId);
  await walkThroughInvoices({ operator, admin }, rappen.context.database.db, customer.mandateId);
  await walkThroughChat(admin, customer.mandateId);
  await walkThroughAutomations(admin);
  await walkThroughWarnings(admin, customer.mandateId);
  await operating(customer.mandateId);
  await walkThroughMails(rappen, { walk, operator, admin }, customer.mandateId);
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
  await done(
    operator.PATCH('/api/admin/mandates/{mandateId}', { params: { path }, body: { name: 'Walk SA' } }),
  );
  return { mandateId: mandate.id, email };
}

/** Sets a password by the link of the invitation, adds a second factor, signs in with both. */
async function signUp(email: string): Promise<TypedClient> {
  const visitor = walk.client({ origin });
  await done(visitor.GET('/api/instance'));
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

async function people(admin: TypedClient, { params: { path } }: Scope): Promise<void> {
  const users = '/api/admin/mandates/{mandateId}/users' as const;
  const body = { email: 'anna@walk.example', name: 'Anna' };
  const { userId } = await done(admin.POST(users, { params: { path }, body }));
  const member = { params: { path: { ...path, userId } } };
  await done(admin.GET(users, { params: { path } }));
  await done(admin.GET(`${users}/{userId}`, member));
  await done(admin.PATCH(`${users}/{userId}`, { ...member, body: { role: 'viewer' } }));
  await done(admin.POST(`${users}/{userId}/invitation`, member));
  await done(admin.GET(`${users}/{userId}/abilities`, member));
  const none = await admin.DELETE(`${users}/{userId}/second-factor`, member);
  expect(none.response.status).toBe(409);
  const limits = '/api/admin/mandates/{mandateId}/limits' as const;
  await done(admin.PUT(`${limits}/users/{userId}`, { ...member, body: { monthlyChf: '20' } }));
  await done(admin.GET(limits, { params: { path } }));
  await done(admin.GET(`${limits}/users/{userId}`, member));
  await done(admin.DELETE(`${limits}/users/{userId}`, member));
  await done(admin.DELETE(`${users}/{userId}`, member));
  await roles(admin, path);
}

async function roles(admin: TypedClient, path: { mandateId: string }): Promise<void> {
  const roles = '/api/admin/mandates/{mandateId}/roles' as const;
  await done(admin.GET(roles, { params: { path } }));
  const rule = { params: { path: { ...path, role: 'user' as const, provider: 'openai', model: 'gpt-5.5' } } };
  const provider = `${roles}/{role}/providers/{provider}` as const;
  const model = `${provider}/models/{model}` as const;
  for (const allowed of [false, true]) {
    await done(admin.PUT(provider, { ...rule, body: { allowed } }));
    await done(admin.PUT(model, { ...rule, body: { allowed } }));
  }
  await done(admin.DELETE(provider, rule));
  await done(admin.DELETE(model, rule));
}

async function terms(admin: TypedClient, scope: Scope): Promise<void> {
  const settings = '/api/admin/mandates/{mandateId}/billing/settings' as const;
  const { terms, ...own } = await done(admin.GET(settings, scope));
  await done(admin.PUT(settings, { ...scope, body: { ...own, recipients: ['books@walk.example'] } }));
  const body = {
    ...own,
    version: own.version + 1,
    terms: { ...terms, billingModel: 'prepaid_user' as const },
  };
  await done(operator.PUT(settings, { ...scope, body }));
  const address = '/api/admin/mandates/{mandateId}/billing/address' as const;
  const where = {
    company: 'Walk SA',
    postcode: '8001',
    town: 'Zürich',
    country: 'CH',
    uid: 'CHE-109.322.551',
  };
  await done(admin.PUT(address, { ...scope, body: where }));
  await done(admin.GET(address, scope));
}

/** A key, credit, and a call. */
async function useIt(admin: TypedClient, mandateId: string) {
  const own = '/api/me/api-keys' as const;
  const { user } = await done(admin.GET('/api/me'));
  await done(admin.PATCH('/api/me', { body: { language: 'fr' } }));
  const issued = await done(admin.POST(own, { body: { name: 'Walk', monthlyLimitChf: '50' } }));
  const credit = { amountChf: '100', description: 'Walk' };
  const toPool = { params: { path: { mandateId }, header: once() } };
  const topUp = await done(
    operator.POST('/api/admin/mandates/{mandateId}/billing/credits', { ...toPool, body: credit }),
  );
  const allot = { userId: user.id, direction: 'to_user' as const, amountChf: '40', reason: 'Walk' };
  await done(
    admin.POST('/api/admin/mandates/{mandateId}/billing/transfers', {
      params: { path: { mandateId }, header: once() },
      body: allot,
    }),
  );
  const { path, body } = WIRE_FORMATS.messages;
  const answer = await rappen.post(path, issued.key, body);
  expect(answer.status, await answer.text()).toBe(200);
  const call = must(answer.headers.get('x-rappen-transaction-id'), 'the booking');
  await keysOf(admin, mandateId, issued.id);
  return { call, topUpId: must(topUp.transactionId, 'the top-up') };
}

async function keysOf(admin: TypedClient, mandateId: string, keyId: string): Promise<void> {
  const own = '/api/me/api-keys' as const;
  await done(admin.GET(own));
  await done(admin.PATCH(`${own}/{keyId}`, { params: { path: { keyId } }, body: { name: 'Walked' } }));
  const all = '/api/admin/mandates/{mandateId}/api-keys' as const;
  const limit = '/api/admin/mandates/{mandateId}/limits/keys/{keyId}' as const;
  const scope = { params: { path: { mandateId, keyId } } };
  await done(admin.GET(all, { params: { path: { mandateId } } }));
  await done(admin.PUT(limit, { ...scope, body: { monthlyChf: '10' } }));
  await done(admin.GET(limit, scope));
  await done(admin.DELETE(limit, scope));
  const spare = await done(admin.POST(own, { body: { name: 'Spare' } }));
  await done(admin.DELETE(`${own}/{keyId}`, { params: { path: { keyId: spare.id } } }));
  await done(admin.DELETE(`${all}/{keyId}`, scope));
}

async function money(scope: Scope, { call, topUpId }: { call: string; topUpId: string }): Promise<void> {
  const { path } = scope.params;
  const billing = '/api/admin/mandates/{mandateId}/billing' as const;
  const booking = () => ({ params: { path, header: once() } });
  const refund = { topUpId, amountChf: '5', reason: 'Walk' };
  await done(operator.POST(`${billing}/refunds`, { ...booking(), body: refund }));
  const adjustment = { amountChf: '1.5', reason: 'Walk' };
  await done(operator.POST(`${billing}/adjustments`, { ...booking(), body: adjustment }));
  const payment = { amountChf: '1', description: 'Walk' };
  // Only postpaid has invoices to pay: refused, in the way that the description says.
  const refused = await operator.POST(`${billing}/payments`, { ...booking(), body: payment });
  expect(refused.response.status).toBe(409);
  await done(operator.GET(`${billing}/credits`, scope));
  await done(operator.GET('/api/admin/billing/mandates'));
  await done(operator.GET('/api/admin/unknown-calls'));
  const resolve = '/api/admin/mandates/{mandateId}/unknown-calls/{holdId}' as const;
  const known = { path: { ...path, holdId: call.replace('txn_', 'hld_') }, header: once() };
  const nothing = await operator.POST(resolve, { params: known, body: { amountChf: '0', reason: 'Walk' } });
  expect(nothing.response.status).toBe(404);
}

async function reading(admin: TypedClient, { call }: { call: string }): Promise<void> {
  await done(admin.GET('/api/billing/balance'));
  await done(admin.GET('/api/billing/transactions', { params: { query: { type: 'usage' } } }));
  await done(admin.GET('/api/billing/transactions/totals'));
  const path = { transactionId: call };
  await done(admin.GET('/api/billing/transactions/{transactionId}', { params: { path } }));
  for (const format of ['csv', 'xlsx'] as const) {
    const file = await admin.GET('/api/billing/transactions/export', {
      params: { query: { format } },
      parseAs: 'arrayBuffer',
    });
    expect(file.response.status).toBe(200);
  }
  await done(admin.GET('/api/billing/statistics', { params: { query: { groupBy: 'model' } } }));
  await done(admin.GET('/api/billing/uncharged-calls'));
  const tokens = { provider: 'anthropic', model: 'claude-haiku-5-5', inputTokens: 100, outputTokens: 50 };
  await done(admin.POST('/api/billing/quote', { body: tokens }));
  await done(admin.GET('/api/models', { params: { query: { all: 'true' } } }));
  const events = await admin.GET('/api/events', { parseAs: 'stream' });
  expect(events.response.status).toBe(200);
  await events.response.body?.cancel();
}

async function operating(mandateId: string): Promise<void> {
  const prices = '/api/admin/prices' as const;
  const rates = '/api/admin/exchange-rates' as const;
  const price = {
    ...{ provider: 'openai', model: 'gpt-5.5' },
    validFrom: '2031-01-01',
    perMillion: { input_tokens: '1', output_tokens: '2' },
    source: 'Walk',
  };
  const preview = await done(operator.POST(prices, { params: { header: once() }, body: price }));
  const confirmed = { ...price, confirm: must(preview.confirm, 'a token') };
  await done(operator.POST(prices, { params: { header: once() }, body: confirmed }));
  await done(operator.GET(prices));
  const body = { chfPerUsd: '0.81', validFrom: '2031-01-01', source: 'Walk' };
  await done(operator.POST(rates, { params: { header: once() }, body }));
  await done(operator.GET(rates));
  const letterHead = { company: 'Walk Betrieb AG', postcode: '8001', town: 'Zürich', country: 'CH' };
  await done(operator.PUT('/api/admin/issuer', { body: letterHead }));
  await done(operator.GET('/api/admin/issuer'));
  await walkThroughStatements(operator, rappen.context.database.db, mandateId);
  await done(operator.GET('/api/admin/audit', { params: { query: { mandate: mandateId } } }));
  const { mails } = await done(operator.GET('/api/admin/outbox'));
  const mailId = must(mails[0], 'a mail').id;
  const owner = rappen.database.openOwner();
  await owner.pool.query("update mail_outbox set state = 'failed' where id = $1", [mailId.slice(4)]);
  await done(operator.POST('/api/admin/outbox/{mailId}/send', { params: { path: { mailId } } }));
  await done(operator.POST('/api/admin/proof'));
  await done(operator.GET('/api/admin/proof'));
  await done(operator.GET('/api/openapi.json'));
  for (const page of ['/api/docs', '/api/docs/style.css'] as const) {
    await done(operator.GET(page, { parseAs: 'text' }));
  }
}

/** The second factor, another password, and good-bye. */
async function leaving(admin: TypedClient, scope: Scope): Promise<void> {
  const password = NEW_PASSWORD;
  const enrolled: unknown = await done(admin.POST('/api/auth/two-factor/enable', { body: { password } }));
  const { totpUri, recoveryCodes } = enrolled as { totpUri: string; recoveryCodes: readonly string[] };
  const verified = await admin.POST('/api/auth/two-factor/verify-totp', {
    body: { code: totpCode(totpUri) },
  });
  expect(verified.response.status).toBe(200);
  // The session goes on under a new name.
  let person = walk.client({ origin, cookie: cookieOf(verified.response) });
  await done(person.POST('/api/auth/two-factor/generate-backup-codes', { body: { password } }));
  const used = { code: must(recoveryCodes[0], 'a recovery code') };
  const replaced = await person.POST('/api/auth/two-factor/verify-backup-code', { body: used });
  expect(replaced.response.status).toBe(401);
  const change = { currentPassword: password, newPassword: 'yet another password' };
  const changed = await person.POST('/api/auth/change-password', { body: change });
  expect(changed.response.status).toBe(200);
  person = walk.client({ origin, cookie: cookieOf(changed.response) });
  const off = await person.POST('/api/auth/two-factor/disable', { body: { password: change.newPassword } });
  expect(off.response.status).toBe(200);
  person = walk.client({ origin, cookie: cookieOf(off.response) });
  await done(person.POST('/api/auth/sign-out', { body: {} }));
  const body = { status: 'suspended' as const };
  await done(operator.PATCH('/api/admin/mandates/{mandateId}', { ...scope, body }));
}

function cookieOf(answer: Response): string {
  const lines = answer.headers.getSetCookie().map((line) => line.split(';')[0]);
  return lines.join('; ');
}
