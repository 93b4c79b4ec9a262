import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { topUp } from '#billing/transactions/posting.service.ts';
import { transaction } from '#db/transaction.ts';
import { createMandateOnce } from '#identity/mandates/mandate.service.ts';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { createUser } from '#identity/users/user.service.ts';
import { must } from '#kernel/assert.ts';
import { newId } from '#kernel/id.ts';
import { type Log, silentLog } from '#kernel/log.ts';
import { listOutbox, readOutboxMail } from '#mail/outbox.service.ts';
import { createQueue, type JobQueue } from '#queue/job-queue.ts';
import { rappenOn } from '#test/support/rappen-process.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { createSpender } from '#test/support/test-ledger.ts';
import { readProofs, requestProof } from './proof.service.ts';
import { newestProofs } from './proof.store.ts';
import type { Proof } from './proof.ts';
import { runProof } from './proof-run.ts';
import { proofWorker } from './proof-worker.ts';

vi.setConfig({ testTimeout: 60_000, expect: { poll: { timeout: 30_000 } } });

const database = await createTestDatabase();
const app = database.openApp();
const { db } = app;
const owner = database.openOwner();
const by = { mandateId: ROOT_MANDATE_ID };
const ADMINISTRATORS = ['one@operator.example', 'two@operator.example'];

beforeAll(async () => {
  await transaction(db, async (tx) => {
    await createMandateOnce(tx, ROOT_MANDATE_ID, 'Root');
    for (const email of ADMINISTRATORS) {
      await createUser(tx, {
        mandateId: ROOT_MANDATE_ID,
        email,
        language: 'en',
        role: 'system_administrator',
      });
    }
    await createUser(tx, { mandateId: ROOT_MANDATE_ID, email: 'looks-on@operator.example', role: 'viewer' });
  });
  const spender = await createSpender(app, { model: 'prepaid_mandate', balance: 10_000n });
  await topUp(db, { mandateId: spender.mandateId, amount: 500n, idempotencyKey: 'second' });
});

const said: Record<string, unknown>[] = [];
const log = {
  ...silentLog,
  info: () => undefined,
  error: (facts: Record<string, unknown>) => said.push(facts),
} as unknown as Log;

let queue: JobQueue | undefined;
async function startQueue(): Promise<JobQueue> {
  queue = createQueue({ url: database.appUrl, log: silentLog, lookEveryS: 1 });
  await queue.start({ workers: [proofWorker({ url: database.appUrl, log })], recurring: [] });
  return queue;
}
afterEach(async () => {
  await queue?.stop(1_000);
  queue = undefined;
  said.length = 0;
});

async function finished(id: string): Promise<Proof> {
  await expect.poll(async () => (await find(id))?.finishedAt).toBeDefined();
  return (await find(id)) as Proof;
}
const find = async (id: string) => (await newestProofs(db, 30)).find((proof) => proof.id === id);

test('a recount that was asked for runs as a job, and its result is kept', async () => {
  await startQueue();
  const id = await requestProof(db, by);
  await expect(requestProof(db, by)).rejects.toMatchObject({ code: 'conflict' });
  expect(await finished(id)).toMatchObject({
    source: 'request',
    ok: true,
    differences: [],
    differencesTotal: 0,
    counts: { mandates: 1, transactions: 2, openHolds: 0 },
    error: undefined,
  });
  expect(said).toEqual([]);
  expect((await listOutbox(db, { limit: 10 })).mails).toEqual([]);
  const overview = await readProofs(db);
  expect(overview).toMatchObject({ last: { id }, current: undefined, history: [{ id }] });
  expect(overview.nextRunAt?.getTime()).toBeGreaterThan(Date.now());
});

async function alterBehindOurBack(): Promise<() => Promise<unknown>> {
  const change = (difference: number) =>
    owner.pool.query(
      "update billing_account set posted = posted + $1 where kind = 'wallet' and user_id is null",
      [difference],
    );
  await change(1);
  return () => change(-1);
}

test('a row that was altered behind our back: red, an alarm in the log, and a mail to every administrator', async () => {
  const undo = await alterBehindOurBack();
  await startQueue();
  const proof = await finished(await requestProof(db, by));
  expect(proof).toMatchObject({ ok: false, error: undefined });
  expect(proof.differencesTotal).toBeGreaterThan(0);
  expect(proof.differences[0]).toMatchObject({ check: expect.any(String), expected: expect.any(String) });
  expect(said).toMatchObject([
    { alarm: 'proof_differs', proof: proof.id, differences: proof.differencesTotal },
  ]);
  const { mails } = await listOutbox(db, { limit: 10 });
  expect(mails.map(({ to }) => to).sort()).toEqual(ADMINISTRATORS);
  expect(mails[0]).toMatchObject({ kind: 'alarm', state: 'waiting' });
  const [mail] = mails;
  expect(mail && (await readOutboxMail(db, mail.id)).text).toContain(proof.id);
  await undo();
});

test('a recount that cannot be done is an alarm too', async () => {
  await startQueue();
  await owner.pool.query("update pgboss.queue set retry_limit = 0 where name = 'proof'");
  await owner.pool.query('revoke select on billing_hold from rappen_app');
  const id = await requestProof(db, by);
  const proof = await finished(id);
  await owner.pool.query('grant select on billing_hold to rappen_app');
  await owner.pool.query("update pgboss.queue set retry_limit = 3 where name = 'proof'");
  expect(proof).toMatchObject({ ok: undefined, error: expect.stringContaining('permission denied') });
  expect(said).toMatchObject([{ alarm: 'proof_failed', proof: id }]);
  const { mails } = await listOutbox(db, { limit: 2 });
  expect(mails.map(({ subject }) => subject)).toEqual(Array(2).fill('The recount could not be done'));
});

test('the process died: the same recount is done by the next one, and does not stand in the way', async () => {
  const id = await requestProof(db, by);
  // As a process leaves it that was killed an hour ago.
  await owner.pool.query("update proof set started_at = now() - interval '1 hour' where id = $1", [
    id.slice(4),
  ]);
  await owner.pool.query(
    `update pgboss.job set state = 'active', started_on = now() - interval '1 hour',
            heartbeat_on = now() - interval '59 minutes', retry_delay = 0 where id = $1`,
    [id.slice(4)],
  );
  await expect(requestProof(db, by)).rejects.toMatchObject({ code: 'conflict' });
  await startQueue();
  expect(await finished(id)).toMatchObject({ ok: true });
  await expect.poll(() => requestProof(db, by).catch(() => undefined)).toMatch(/^prf_/);
});

test('the process died when the result was kept and the job was not ended: nobody is alarmed twice', async () => {
  await startQueue();
  await expect.poll(async () => (await readProofs(db)).current).toBeUndefined();
  const undo = await alterBehindOurBack();
  const asked = await vi.waitFor(() => requestProof(db, by), { timeout: 10_000 });
  const first = await finished(asked).finally(undo);
  const { id } = first;
  await expect.poll(() => jobState(id)).toBe('completed');
  await queue?.stop(1_000);
  said.length = 0;
  const mails = (await listOutbox(db, { limit: 200 })).mails.length;
  await owner.pool.query(
    `update pgboss.job set state = 'active', started_on = now() - interval '1 hour', completed_on = null,
            heartbeat_on = now() - interval '59 minutes', retry_delay = 0 where id = $1`,
    [id.slice(4)],
  );
  await startQueue();
  await expect.poll(() => jobState(id)).toBe('completed');
  expect(await find(id)).toEqual(first);
  expect((await listOutbox(db, { limit: 200 })).mails).toHaveLength(mails);
  expect(said).toEqual([]);
});

async function jobState(id: string): Promise<string | undefined> {
  const { rows } = await owner.pool.query<{ state: string }>('select state from pgboss.job where id = $1', [
    id.slice(4),
  ]);
  return rows[0]?.state;
}

test('one that died for good is closed by the next', async () => {
  const dead = newId('prf');
  await owner.pool.query(
    "insert into proof (id, source, started_at) values ($1, 'command', now() - interval '1 day')",
    [dead.slice(4)],
  );
  await runProof(app, { id: newId('prf'), source: 'command' });
  expect(await find(dead)).toMatchObject({
    ok: undefined,
    error: 'the process ended before the recount did',
  });
});

test('two at once run one after the other, in all processes', async () => {
  const ids = [newId('prf'), newId('prf'), newId('prf')];
  const apps = ids.map(() => database.openApp(2));
  await Promise.all(ids.map((id, n) => runProof(apps[n] ?? app, { id, source: 'command' })));
  const proofs = (await Promise.all(ids.map(find))) as Proof[];
  const inOrder = proofs.sort((a, b) => Number(a.startedAt) - Number(b.startedAt));
  for (const [n, { startedAt }] of inOrder.entries()) {
    const before = inOrder[n - 1];
    if (before) expect(Number(startedAt)).toBeGreaterThanOrEqual(Number(before.finishedAt));
  }
  expect(proofs.map(({ ok }) => ok)).toEqual([true, true, true]);
});

test('stopping breaks a long one off, in the database too, and the next start does it', async () => {
  const blocker = await owner.pool.connect();
  await blocker.query('begin');
  await blocker.query('lock table billing_hold in access exclusive mode');
  const first = await startQueue();
  const id = await requestProof(db, by).catch(async () => (await readProofs(db)).current?.id);
  await expect.poll(waitingRecounts).toBe(1);
  await first.stop(1_000);
  await expect.poll(waitingRecounts).toBe(0);
  await blocker.query('rollback');
  blocker.release();
  expect(await find(String(id))).toMatchObject({ finishedAt: undefined });
  await owner.pool.query(
    "update pgboss.job set start_after = now() where name = 'proof' and state = 'retry'",
  );
  await startQueue();
  expect(await finished(String(id))).toMatchObject({ ok: true });
  expect(said).toEqual([]);
});

async function waitingRecounts(): Promise<number> {
  const { rows } = await owner.pool.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
      where application_name like 'rappen proof%' and datname = current_database() and wait_event_type = 'Lock'
        and wait_event = 'relation'`,
  );
  return rows[0]?.count ?? 0;
}

test('the command verify keeps its result, and tells about it itself', async () => {
  const { ask } = rappenOn(database);
  expect(await ask('verify')).toMatchObject({ exitCode: 0, json: { ok: true } });
  const undo = await alterBehindOurBack();
  const before = (await listOutbox(db, { limit: 200 })).mails.length;
  expect(await ask('verify')).toMatchObject({ exitCode: 1, json: { ok: false } });
  await undo();
  const [second, first] = await newestProofs(db, 2);
  expect(first).toMatchObject({ source: 'command', ok: true });
  expect(second).toMatchObject({ source: 'command', ok: false });
  expect((await listOutbox(db, { limit: 200 })).mails).toHaveLength(before);
});

test('of many differences the first hundred are kept', async () => {
  const rows = 120;
  await owner.pool.query(
    `insert into billing_account (mandate_id, id, kind, user_id, posted, held, floor, seq)
     select (select mandate_id from billing_account limit 1), gen_random_uuid(), 'wallet', gen_random_uuid(), 5, 0, 0, 1
       from generate_series(1, $1)`,
    [rows],
  );
  const id = newId('prf');
  const { differences } = must(await runProof(app, { id, source: 'command' }), 'a new recount');
  expect(differences.length).toBeGreaterThanOrEqual(rows);
  const kept = await find(id);
  expect(kept?.differences).toHaveLength(100);
  expect(kept?.differencesTotal).toBe(differences.length);
  await owner.pool.query('delete from billing_account where posted = 5');
});
