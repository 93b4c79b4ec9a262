import { beforeAll, describe, expect, test } from 'vitest';
import type { ApiRoute } from '#identity/access/api-route.ts';
import { SCOPES } from '#identity/api-keys/api-key.ts';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { type Permission, type Role, scopeOf } from '#identity/permissions.ts';
import { must } from '#kernel/assert.ts';
import type { MandateId, UserId } from '#kernel/id.ts';
import { ACCESS_MATRIX } from '#test/support/access-matrix.ts';
import { type ApiAnswer, ApiClient, apiOf, scopesFor } from '#test/support/api-client.ts';
import { addMember } from '#test/support/mandate-factory.ts';
import { signedInMember } from '#test/support/person.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import { pathOf } from '#test/support/sample-request.ts';
import { apiRoutes } from '../../src/app.ts';

const rappen = await startTestRappen();
const routes = apiRoutes(rappen.context);
const nameOf = ({ method, path }: ApiRoute) => `${method} ${path}`;

const LETTERS: Readonly<Record<Role, string>> = {
  system_administrator: 'O',
  mandate_admin: 'A',
  user: 'U',
  viewer: 'V',
};
const ROLES = Object.keys(LETTERS) as Role[];

interface Member {
  readonly mandateId: MandateId;
  readonly userId: UserId;
  readonly api: ApiClient;
  /** The same role, signed in. */
  readonly session: ApiClient;
}

const members = new Map<Role, Member>();
beforeAll(async () => {
  const { db } = rappen.context.database;
  const { mandateId: ownMandate } = await rappen.caller();
  for (const role of ROLES) {
    const mandateId = role === 'system_administrator' ? ROOT_MANDATE_ID : ownMandate;
    const { userId } = await addMember(db, mandateId, role);
    members.set(role, {
      mandateId,
      userId,
      api: await apiOf(rappen, { mandateId, userId }, scopesFor(role)),
      session: (await signedInMember(rappen, mandateId, role)).api,
    });
  }
});

test('every route is in the matrix, and nothing else is', () => {
  expect(routes.map(nameOf).toSorted()).toEqual(Object.keys(ACCESS_MATRIX).toSorted());
});

/** Nothing behind these ids, and nothing in the body: who may call gets past the door, and changes nothing. */
function knock(api: ApiClient, route: ApiRoute, mandateId: MandateId): Promise<ApiAnswer> {
  const nothing = '00000000-0000-7000-8000-000000000001';
  const params = new Proxy({} as Record<string, string>, {
    get: (_target, name) => (name === 'mandateId' ? mandateId : (NOBODY[String(name)] ?? nothing)),
  });
  const body = route.method === 'GET' || route.method === 'DELETE' ? undefined : { nonsense: true };
  return api.send(route.method, pathOf(route, params), body);
}

const NOBODY: Readonly<Record<string, string>> = {
  userId: 'usr_00000000-0000-7000-8000-000000000001',
  keyId: 'key_00000000-0000-7000-8000-000000000001',
  transactionId: 'txn_00000000-0000-7000-8000-000000000001',
  documentId: 'doc_00000000-0000-7000-8000-000000000001',
  holdId: 'hld_00000000-0000-7000-8000-000000000001',
  mailId: 'mal_00000000-0000-7000-8000-000000000001',
  role: 'nobody',
  provider: 'nobody',
  model: 'nobody',
};

const REFUSALS = ['permission_denied', 'scope_missing', 'not_signed_in', 'invalid_api_key'];

describe.each(routes.map((route) => [nameOf(route), route] as const))('%s', (name, route) => {
  const allowed = ACCESS_MATRIX[name] ?? '';

  test.each(ROLES)('%s', async (role) => {
    const { api, mandateId } = must(members.get(role), role);
    const answer = await knock(api, route, mandateId);
    if (allowed === 'public' || allowed.includes(LETTERS[role])) {
      expect(REFUSALS).not.toContain(answer.body.code);
      expect(answer.status).toBeLessThan(500);
    } else {
      expect(answer).toMatchObject({ status: 403, body: { code: expect.stringMatching(/denied|scope/) } });
    }
  });

  test.each(ROLES)('%s, signed in', async (role) => {
    const { session, mandateId } = must(members.get(role), role);
    const answer = await knock(session, route, mandateId);
    if (allowed === 'public' || allowed.toUpperCase().includes(LETTERS[role])) {
      expect(REFUSALS).not.toContain(answer.body.code);
      expect(answer.status).toBeLessThan(500);
    } else {
      expect(answer).toMatchObject({ status: 403, body: { code: 'permission_denied' } });
    }
  });

  test('nobody', async () => {
    const answer = await knock(new ApiClient(rappen.url, {}), route, ROOT_MANDATE_ID);
    if (allowed === 'public') {
      expect(REFUSALS).not.toContain(answer.body.code);
      expect(answer.status).toBeLessThan(500);
    } else expect(answer).toMatchObject({ status: 401, body: { code: 'not_signed_in' } });
  });

  test('a key without the scope', async () => {
    const role = ROLES.find((candidate) => allowed.includes(LETTERS[candidate]));
    if (role === undefined || route.permission === 'signed_in' || route.permission === 'public') return;
    const needed = scopeOf(route.permission as Permission);
    const { mandateId, userId } = must(members.get(role), role);
    const scopes = scopesFor(role).filter((scope) => scope !== needed);
    const answer = await knock(await apiOf(rappen, { mandateId, userId }, scopes), route, mandateId);
    expect(SCOPES).toContain(needed);
    expect(answer).toMatchObject({ status: 403, body: { code: 'scope_missing', scope: needed } });
  });

  test('the operator in another mandate; nobody else there', async () => {
    if (!route.path.includes(':mandateId')) return;
    const { mandateId } = must(members.get('mandate_admin'), 'the administrator');
    const operator = await knock(must(members.get('system_administrator'), 'O').api, route, mandateId);
    expect(REFUSALS).not.toContain(operator.body.code);
    const stranger = await rappen.caller({ role: 'mandate_admin' });
    const api = await apiOf(rappen, stranger, SCOPES);
    expect(await knock(api, route, mandateId)).toMatchObject({ status: 404 });
  });
});
