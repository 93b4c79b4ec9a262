import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { BILLING_MODELS } from '#billing/settings/settings.ts';
import { must } from '#kernel/assert.ts';
import { type MandateId, newId } from '#kernel/id.ts';
import { zurichTime } from '#kernel/zurich-time.ts';
import { fillInIssuer, mandateWithHistory } from '#test/support/statement-history.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { findPdf } from '../documents/billing-document.store.ts';
import { issueStatement, issueStatements } from './issue-statements.ts';
import { findStatement, keptPdf } from './kept-pdf.ts';
import { statementPdf } from './statement-pdf.ts';

const database = await createTestDatabase();
const owner = database.openOwner();
const one = database.openApp(8);
const other = database.openApp(8);

const THIS_MONTH = zurichTime(new Date()).slice(0, 7);

async function mandates(count: number): Promise<MandateId[]> {
  const made: MandateId[] = [];
  for (let n = 0; n < count; n++) made.push((await mandateWithHistory(owner, [])).mandateId);
  return made;
}

test('without a letter head nothing is issued, and no month before its end', async () => {
  const [mandateId] = await mandates(1);
  const id = must(mandateId, 'a mandate');
  await expect(issueStatement(one.db, id, '2026-01')).rejects.toMatchObject({ code: 'issuer_missing' });
  await fillInIssuer(one);
  await expect(issueStatement(one.db, id, THIS_MONTH)).rejects.toMatchObject({ code: 'conflict' });
  await expect(issueStatement(one.db, newId('mnd'), '2026-01')).rejects.toMatchObject({ code: 'not_found' });
});

test('fifty issues at once on two processes: one statement each, and numbers without a gap', async () => {
  const ids = await mandates(25);
  const issue = (id: MandateId, db = one.db) => issueStatement(db, id, '2026-02');
  const both = await Promise.all(ids.flatMap((id) => [issue(id), issue(id, other.db)]));
  for (const [index, id] of both.entries()) expect(id).toBe(both[index - (index % 2)]);
  const batches = await Promise.all([
    issueStatements(one.db, '2026-03', ids),
    issueStatements(other.db, '2026-03', ids.toReversed()),
  ]);
  expect(batches[0].documents).toEqual(batches[1].documents);
  const { rows } = await one.pool.query<{ number: string }>(
    'select number from billing_document order by number',
  );
  const year = zurichTime(new Date()).slice(0, 4);
  expect(rows.map(({ number }) => number)).toEqual(
    Array.from({ length: 50 }, (_, index) => `ST-${year}-${String(index + 1).padStart(6, '0')}`),
  );
});

test('a process that dies between number and PDF leaves a statement whose PDF is made later, the same by whomever', async () => {
  const [mandateId] = await mandates(1);
  const mandate = must(mandateId, 'a mandate');
  const id = await issueStatement(one.db, mandate, '2026-04');
  expect(await findPdf(one.db, mandate, id)).toBeUndefined();
  const begun = await findStatement(one.db, mandate, id);
  const [first, second] = await Promise.all([keptPdf(one.db, begun), keptPdf(other.db, begun)]);
  expect(first.equals(second)).toBe(true);
  const statement = await findStatement(one.db, mandate, id);
  expect(statement.sha256).toBe(createHash('sha256').update(first).digest('hex'));
  expect((await statementPdf(statement)).equals(first)).toBe(true);
});

test('what comes after the issue changes nothing of it: the letter head, the name, a booking', async () => {
  const [mandateId] = await mandates(1);
  const mandate = must(mandateId, 'a mandate');
  const id = await issueStatement(one.db, mandate, '2026-05');
  const before = await findStatement(one.db, mandate, id);
  await fillInIssuer(one, { company: 'Nachfolger AG' });
  await owner.pool.query("update mandate set name = 'Neu AG' where mandate_id = $1", [mandate.slice(4)]);
  expect(await issueStatement(other.db, mandate, '2026-05')).toBe(id);
  expect(await findStatement(one.db, mandate, id)).toEqual(before);
  expect(before.figures.issuer.company).toBe('Betreiber AG');
  await fillInIssuer(one);
});

test('every billing model has its statement, also without a booking', async () => {
  for (const model of BILLING_MODELS) {
    const { mandateId } = await mandateWithHistory(owner, [], { model, language: 'it' });
    const id = await issueStatement(one.db, mandateId, '2026-06');
    const statement = await findStatement(one.db, mandateId, id);
    const { figures, language } = statement;
    expect({ language, model: figures.billingModel }).toEqual({ language: 'it', model });
    expect(figures).toMatchObject({ movements: [], wallets: null, usage: { calls: 0 } });
    expect((await keptPdf(one.db, statement)).subarray(0, 8).toString()).toBe('%PDF-1.7');
  }
});
