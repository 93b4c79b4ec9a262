import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWallet } from '#billing/accounts/account.store.ts';
import { setMonthlyLimit } from '#billing/limits/limit.service.ts';
import { saveWebhook } from '#billing/notifications/outgoing-webhook.store.ts';
import { issueStatement } from '#billing/statements/issue-statements.ts';
import { transaction } from '#db/transaction.ts';
import type { ApiRoute } from '#identity/access/api-route.ts';
import { createApiKey } from '#identity/api-keys/api-key.service.ts';
import { SCOPES } from '#identity/api-keys/api-key.ts';
import { must } from '#kernel/assert.ts';
import { newId } from '#kernel/id.ts';
import type { NewMail } from '#mail/mail.ts';
import { queueMail } from '#mail/outbox.ts';
import { ACCESS_MATRIX } from '#test/support/access-matrix.ts';
import { type ApiAnswer, type ApiClient, apiOf, scopesFor } from '#test/support/api-client.ts';
import { askForTopUp } from '#test/support/bank-desk.ts';
import { addMember, type TestMember } from '#test/support/mandate-factory.ts';
import { mandateSnapshot } from '#test/support/mandate-snapshot.ts';
import { signedInMember } from '#test/support/person.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import { issueSampleInvoice } from '#test/support/sample-invoices.ts';
import { namesIds, pathOf, type SampleIds, sampleRequest } from '#test/support/sample-request.ts';
import { fillInIssuer } from '#test/support/statement-history.ts';
import { WIRE_FORMATS } from '#test/support/wire-formats.ts';
import { insertAutomation } from '#workflows/automations/automation.store.ts';
import type { AutomationDefinition } from '#workflows/automations/automation.ts';
import { insertRun } from '#workflows/automations/run.store.ts';
import { keepFile } from '#workflows/chat/chat-file.service.ts';
import { insertConversation } from '#workflows/chat/conversation.store.ts';
import { insertSaid } from '#workflows/chat/message.store.ts';
import { apiRoutes } from '../../src/app.ts';

/** Every route is called with another mandate's ids. Generated from the list of routes, so a new one is in it by itself. */

const rappen = await startTestRappen();
const { db } = rappen.context.database;
const routes = apiRoutes(rappen.context).filter(({ permission }) => permission !== 'public');

const AUTOMATION: AutomationDefinition = {
  ...{ name: 'Theirs', prompt: 'theirs', systemPrompt: '', variables: [], trigger: { kind: 'manual' } },
  models: [{ provider: 'openai', model: 'gpt-5.5' }],
  ...{ webSearch: 'none', maxOutputTokens: null, atLimit: 'stop', runLimit: null },
};
const MAIL: NewMail = {
  ...{ to: 'them@example.ch', subject: 'Theirs', text: 'theirs', html: '<p>theirs</p>' },
  ...{ kind: 'alarm', holdsSecret: false },
  files: [{ name: 'theirs.csv', contentType: 'text/csv', content: Buffer.from('theirs') }],
};

const SAID = { parentId: undefined, text: 'theirs', fileIds: [] };
const FILE = { name: 'theirs.txt', mediaType: 'text/plain', dataBase64: 'dGhlaXJz' } as const;

await fillInIssuer(rappen.context.database);
const attacker = await rappen.caller({ role: 'mandate_admin' });
const admin = await apiOf(rappen, attacker, SCOPES);
const colleague = await addMember(db, attacker.mandateId, 'user');
const user = await apiOf(rappen, colleague, scopesFor('user'));
const { api: signedIn } = await signedInMember(rappen, attacker.mandateId, 'mandate_admin');
const ATTACKERS = [admin, user, signedIn];

const victim = await rappen.caller({ role: 'mandate_admin' });
const victimKey = await apiOf(rappen, victim, SCOPES);
const victims = await idsOf(victim);
const own = await idsOf(attacker);

let before: Awaited<ReturnType<typeof mandateSnapshot>>;
beforeAll(async () => {
  await rappen.settled();
  before = await mandateSnapshot(rappen.database, victim.mandateId);
  expect(before.billing_transaction?.length).toBeGreaterThan(1);
});
afterAll(async () => {
  expect(await mandateSnapshot(rappen.database, victim.mandateId)).toEqual(before);
});

/** Everything that belongs to a mandate and has an id: a member, a key, a limit, a top-up, a call; a mail about it. */
async function idsOf(member: TestMember): Promise<SampleIds> {
  const { mandateId, userId } = member;
  const { keyId } = await createApiKey(db, { mandateId, userId, name: 'named' });
  await setMonthlyLimit(db, { mandateId, scope: 'user', subjectId: userId, monthly: 5_000_000_000n });
  await setMonthlyLimit(db, { mandateId, scope: 'key', subjectId: keyId, monthly: 5_000_000_000n });
  const { path, body } = WIRE_FORMATS.messages;
  const answer = await rappen.post(path, member.key, body);
  await answer.text();
  const call = answer.headers.get('x-rappen-transaction-id') ?? '';
  const uuid = call.slice(4);
  await openWallet(db, mandateId, userId, 0n);
  await transaction(db, (tx) => saveWebhook(tx, mandateId, 'https://hooks.example.com/theirs'));
  const mailId = must(await transaction(db, (tx) => queueMail(tx, { ...MAIL, mandateId })), 'the mail');
  const conversationId = newId('cnv');
  const messageId = newId('msg');
  await insertConversation(db, member, { id: conversationId, title: 'Theirs', systemPrompt: 'theirs' });
  await insertSaid(db, { mandateId, conversationId }, { id: messageId, ...SAID });
  const { id: fileId } = await keepFile(db, member, FILE);
  const automationId = newId('aut');
  const runId = newId('run');
  await insertAutomation(db, { mandateId, id: automationId, ownerId: userId }, AUTOMATION, null);
  await insertRun(db, { place: { mandateId, automationId, runId }, trigger: 'manual', input: {} });
  const requestId = await askForTopUp(db, member);
  const documentId = await issueStatement(db, mandateId, '2026-01');
  const { invoiceId, paperId } = await issueSampleInvoice(db, mandateId);
  const params = {
    requestId,
    bankFileId: newId('bnk'),
    automationId,
    documentId,
    invoiceId,
    paperId,
    runId,
    conversationId,
    messageId,
    fileId,
    mandateId,
    userId,
    keyId,
    transactionId: call,
    holdId: `hld_${uuid}`,
    role: 'user',
    provider: 'openai',
    model: 'gpt-5.5',
    mailId,
    position: '0',
    template: 'invitation',
  };
  const byPrefix = {
    ...{ mnd: mandateId, usr: userId, key: keyId, txn: call, hld: `hld_${uuid}` },
    ...{ tur: requestId, bnk: newId('bnk') },
    ...{ cnv: conversationId, msg: messageId, fil: fileId, aut: automationId, run: runId, doc: documentId },
    inv: invoiceId,
  };
  return { params, byPrefix };
}

function send(
  api: ApiClient,
  route: ApiRoute,
  ids: SampleIds,
  extra: { query?: string; header?: string } = {},
) {
  const { method, path, body, headers } = sampleRequest(route, ids);
  const query = extra.query === undefined ? '' : `${path.includes('?') ? '&' : '?'}mandate=${extra.query}`;
  const header = extra.header === undefined ? {} : { 'x-rappen-mandate': extra.header };
  return api.send(method, path + query, body, { ...headers, ...header });
}

function expectClosed({ status, body }: ApiAnswer): void {
  expect([403, 404], JSON.stringify(body)).toContain(status);
  expect(JSON.stringify(body)).not.toContain('balance');
}

/** The routes that such an attack is possible on at all. */
function among(isPossible: (route: ApiRoute) => boolean): (readonly [string, ApiRoute])[] {
  return routes.filter(isPossible).map((route) => [`${route.method} ${route.path}`, route] as const);
}

const pathNames = ({ path }: ApiRoute): readonly string[] => path.match(/(?<=:)\w+/g) ?? [];
const isOfMandate = (route: ApiRoute) => pathNames(route).includes('mandateId');

describe("another mandate's path", () => {
  test.each(among((route) => pathNames(route).length > 0))('%s', async (_name, route) => {
    for (const api of ATTACKERS) expectClosed(await send(api, route, victims));
  });
});

describe("another mandate's things in one's own", () => {
  // Roles, providers and models are the same words everywhere.
  const hasOtherId = (name: string) => name.endsWith('Id') && name !== 'mandateId';
  test.each(among((route) => pathNames(route).some(hasOtherId)))('%s', async (_name, route) => {
    const params = { ...victims.params, mandateId: attacker.mandateId };
    for (const api of ATTACKERS) expectClosed(await send(api, route, { ...own, params }));
  });
});

describe("another mandate's ids in query and body", () => {
  test.each(among((route) => namesIds(route.query) || namesIds(route.body)))('%s', async (_name, route) => {
    for (const api of [admin, signedIn]) {
      const answer = await send(api, route, { ...own, byPrefix: victims.byPrefix });
      if (answer.status >= 300) expect([403, 404, 409, 422]).toContain(answer.status);
      else expect(emptied(answer)).not.toMatch(new RegExp(Object.values(victims.byPrefix).join('|')));
    }
  });
});

describe('another mandate named in query or header', () => {
  test.each(among(({ permission }) => permission !== 'signed_in' && permission !== 'person'))(
    '%s',
    async (_name, route) => {
      for (const extra of [{ query: victim.mandateId }, { header: victim.mandateId }]) {
        for (const api of [admin, signedIn])
          expectClosed(await send(api, route, isOfMandate(route) ? victims : own, extra));
      }
    },
  );
});

describe('the key of another mandate', () => {
  test.each(among(isOfMandate))('%s', async (_name, route) => {
    const { method, body, headers } = sampleRequest(route, own);
    expectClosed(await victimKey.send(method, pathOf(route, own.params), body, headers));
  });
});

describe("the same request with one's own ids gets in, so it is the ids that keep the others out", () => {
  const isAdministrators = ({ method, path }: ApiRoute) => ACCESS_MATRIX[`${method} ${path}`]?.includes('A');
  const paths = among((route) => pathNames(route).length > 0 && isAdministrators(route) === true);
  test.each(paths)('%s', async (_name, route) => {
    const owner = await rappen.caller({ role: 'mandate_admin' });
    // The last administrator cannot be removed: there is another one.
    await addMember(db, owner.mandateId, 'mandate_admin');
    const ids = await idsOf(owner);
    const answer = await send(await apiOf(rappen, owner, SCOPES), route, ids);
    expect([401, 403, 404], JSON.stringify(answer.body)).not.toContain(answer.status);
  });
});

/** The answer's own echo of what was asked for is no leak. */
function emptied({ body }: ApiAnswer): string {
  return JSON.stringify(body, (name, value) => (name === 'filter' || name === 'query' ? undefined : value));
}
