import { expect, test } from 'vitest';
import { transaction } from '#db/transaction.ts';
import { newId } from '#kernel/id.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import {
  findDocument,
  findPdf,
  insertDocuments,
  keepPdf,
  unfinishedDocuments,
} from './billing-document.store.ts';
import type { BillingDocument } from './billing-document.ts';
import { takeNumber, takeNumbers } from './document-number.ts';

const database = await createTestDatabase();
const one = database.openApp(8);
const other = database.openApp(8);
const owner = database.openOwner(1);
const SHA = 'a'.repeat(64);

function draft(more: Partial<BillingDocument> = {}): Omit<BillingDocument, 'number' | 'sha256'> {
  const issuedAt = new Date('2026-01-01T05:15:00.000Z');
  const ids = { mandateId: newId('mnd'), id: newId('doc') };
  return { ...ids, kind: 'statement', period: '2026-12', language: 'de', figures: {}, issuedAt, ...more };
}

async function issued(more: Partial<BillingDocument> = {}) {
  return transaction(one.db, async (tx) => {
    const document = { ...draft(more), number: await takeNumber(tx, more.kind ?? 'statement', 2027) };
    await insertDocuments(tx, [document]);
    return document;
  });
}

test('fifty issues at once on two processes, every fifth rolled back: no number is missing, none is there twice', async () => {
  const refused = new Error('rolled back');
  const issues = Array.from({ length: 50 }, (_, n) =>
    transaction((n % 2 ? one : other).db, async (tx) => {
      const numbers = await takeNumbers(tx, 'invoice', 2026, 1 + (n % 3));
      const make = () => draft({ kind: 'invoice' });
      await insertDocuments(
        tx,
        numbers.map((number) => ({ ...make(), number })),
      );
      if (n % 5 === 0) throw refused;
      return numbers;
    }).catch((error: unknown) => {
      expect(error).toBe(refused);
      return [];
    }),
  );
  const taken = (await Promise.all(issues)).flat();
  const { rows } = await one.pool.query<{ number: string }>(
    "select number from billing_document where kind = 'invoice' order by number",
  );
  const expected = rows.map((_, index) => `IN-2026-${String(index + 1).padStart(6, '0')}`);
  expect(rows.map(({ number }) => number)).toEqual(expected);
  expect(taken.toSorted()).toEqual(expected);
  expect(expected.length).toBe(80);
});

test('each kind and each year counts for itself, from one', async () => {
  const take = (year: number) => transaction(one.db, (tx) => takeNumber(tx, 'credit_note', year));
  expect([await take(2030), await take(2031), await take(2030)]).toEqual([
    'CN-2030-000001',
    'CN-2031-000001',
    'CN-2030-000002',
  ]);
});

test('a document whose process died has its number and no PDF; the PDF is kept once', async () => {
  const document = await issued({ figures: { closing: '1.00' } });
  const { mandateId, id } = document;
  expect(await findDocument(one.db, mandateId, id)).toEqual({ ...document, sha256: null });
  expect(await findPdf(one.db, mandateId, id)).toBeUndefined();
  const waiting = await unfinishedDocuments(one.db, 'statement', 0, 10);
  expect(waiting.map((found) => found.id)).toContain(id);
  const both = await Promise.all([
    keepPdf(one.db, document, Buffer.from('first'), SHA),
    keepPdf(other.db, document, Buffer.from('first'), SHA),
  ]);
  expect(both.toSorted()).toEqual([false, true]);
  expect((await findPdf(one.db, mandateId, id))?.toString()).toBe('first');
  expect((await findDocument(one.db, mandateId, id))?.sha256).toBe(SHA);
  expect(await unfinishedDocuments(one.db, 'statement', 0, 10)).toEqual([]);
});

test('nothing of a document can be changed or taken away, by the application or by the owner', async () => {
  const open = await issued();
  const kept = await issued();
  await keepPdf(one.db, kept, Buffer.from('pdf'), SHA);
  const attempts = [
    "update billing_document set figures = '{}'",
    "update billing_document set number = 'ST-2027-000099'",
    `update billing_document set pdf = 'x', sha256 = '${SHA}', language = 'fr'`,
    'update billing_document set issued_at = now()',
    'delete from billing_document',
  ];
  for (const document of [open, kept]) {
    const where = `where id = '${document.id.slice(4)}'`;
    for (const attempt of attempts) {
      await expect(owner.pool.query(`${attempt} ${where}`), attempt).rejects.toThrow(
        'is kept as it was issued',
      );
      await expect(one.pool.query(`${attempt} ${where}`), attempt).rejects.toThrow('permission denied');
    }
  }
  const again = `update billing_document set pdf = 'other' where id = '${kept.id.slice(4)}'`;
  await expect(one.pool.query(again)).rejects.toThrow('is kept as it was issued');
  await expect(owner.pool.query('truncate billing_document')).rejects.toThrow('is kept as it was issued');
});

test('a mandate has one statement of a month', async () => {
  const { mandateId } = await issued({ period: '2026-11' });
  await expect(issued({ mandateId, period: '2026-11' })).rejects.toThrow('billing_document_statement');
  await issued({ mandateId, period: '2026-12' });
});
