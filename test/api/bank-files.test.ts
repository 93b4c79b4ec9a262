import { afterAll, describe, expect, test } from 'vitest';
import { settlePayments } from '#billing/payments/bank-files/settle-payments.ts';
import { keepUpload, readUpload } from '#billing/payments/bank-files/upload-bank-file.ts';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { operatorApi } from '#test/support/api-client.ts';
import { fillLetterHead, payerAt, statesOf, uploadTo } from '#test/support/bank-desk.ts';
import { type CamtEntry, camtFile } from '#test/support/camt-builder.ts';
import { cashierAt } from '#test/support/cash-desk.ts';
import { addMember } from '#test/support/mandate-factory.ts';
import { startTestRappen } from '#test/support/rappen.ts';

const rappen = await startTestRappen();
const other = await startTestRappen({ database: rappen.database, simulator: rappen.simulator });
const cashier = await cashierAt(rappen);
const { operator } = cashier;
const elsewhere = await operatorApi(other);
await fillLetterHead(operator);
const { db, pool } = rappen.context.database;
afterAll(async () => expect(await rappen.differences()).toEqual([]));

let files = 0;
/** Each file of its own, as from a bank: no two have a reference in common unless a test wants it. */
const fresh = () => `M${++files}`;
const balanceOf = async (mandateId: Parameters<typeof rappen.pool>[0]) =>
  (await rappen.pool(mandateId)).posted;

test('what was asked for is credited: shown first, then booked, told, kept as it came', async () => {
  const payer = await payerAt(rappen);
  const request = await payer.ask('100');
  const xml = camtFile({
    messageId: fresh(),
    entries: [{ ...request, amount: '100.00', bankReference: fresh() }],
  });
  const preview = await uploadTo(operator, xml, '?preview=true');
  expect(preview).toMatchObject({ status: 201, body: { kept: false, isNew: true } });
  expect(preview.body.shown[0]).toMatchObject({ state: 'credited', requestNumber: request.number });
  expect(await balanceOf(payer.mandateId)).toBe(0n);
  expect((await operator.get('/api/admin/bank-files')).body.files).toEqual([]);

  const done = await uploadTo(operator, xml);
  expect(done).toMatchObject({ status: 201, body: { kept: true, isNew: true } });
  expect(statesOf(done)).toEqual({ credited: 1 });
  expect(await balanceOf(payer.mandateId)).toBe(100_000_000_000n);
  expect((await payer.api.get(`/api/billing/top-up-requests/${request.requestId}`)).body).toMatchObject({
    state: 'paid',
    paidOn: '2026-11-27',
    transactionId: done.body.shown[0].transactionId,
  });
  const [entry] = (await cashier.audit(payer.mandateId)).filter(
    ({ action }) => action === 'credit.topped_up',
  );
  expect(entry).toMatchObject({
    subject: done.body.shown[0].transactionId,
    after: { requestId: request.requestId },
  });

  const { files: kept } = (await operator.get('/api/admin/bank-files')).body;
  expect(kept[0]).toMatchObject({
    sha256: done.body.sha256,
    statements: [{ entries: 1, statedEntries: 1, sum: '100.000000000', statedSum: '100.000000000' }],
    counts: [{ state: 'credited', count: 1, creditedChf: '100.000000000' }],
  });
  const original = await operator.get(`/api/admin/bank-files/${kept[0].fileId}/content`);
  expect(original.body).toBe(xml);
  await expect(rappen.database.openOwner(1).pool.query("update bank_file set name = 'x'")).rejects.toThrow(
    'is kept',
  );
});

describe('once', () => {
  test('the same file again, also on another server at the same moment', async () => {
    const payer = await payerAt(rappen);
    const request = await payer.ask('50');
    const xml = camtFile({
      messageId: fresh(),
      entries: [{ ...request, amount: '50.00', bankReference: fresh() }],
    });
    const answers = await Promise.all([0, 1, 2, 3].map((n) => uploadTo(n % 2 ? operator : elsewhere, xml)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(answers.filter(({ body }) => body.isNew)).toHaveLength(1);
    expect(await uploadTo(operator, xml)).toMatchObject({
      body: { isNew: false, shown: [{ state: 'credited' }] },
    });
    expect(await balanceOf(payer.mandateId)).toBe(50_000_000_000n);
  });

  test('two files with the same payments, uploaded at once: camt.054 and camt.053 in another order', async () => {
    const payer = await payerAt(rappen);
    const entries = [];
    for (const amount of ['10.00', '20.00', '30.00'])
      entries.push({ ...(await payer.ask(amount)), amount, bankReference: fresh() });
    const [first, second] = await Promise.all([
      uploadTo(operator, { kind: 'camt.054', messageId: fresh(), entries }),
      uploadTo(elsewhere, {
        kind: 'camt.053',
        messageId: fresh(),
        entries: [...entries.toReversed(), { direction: 'DBIT', bankReference: fresh() }],
      }),
    ]);
    const states = [statesOf(first as never), statesOf(second as never)];
    expect(states.map(({ credited = 0 }) => credited).toSorted()).toEqual([0, 3]);
    expect(states.map(({ duplicate = 0 }) => duplicate).toSorted()).toEqual([0, 3]);
    expect(await balanceOf(payer.mandateId)).toBe(60_000_000_000n);
  });

  test('a process that dies after it has kept the file: two others book it, each payment once', async () => {
    const payer = await payerAt(rappen);
    const entries: CamtEntry[] = [];
    for (let n = 0; n < 15; n++)
      entries.push({ ...(await payer.ask('4')), amount: '4.00', bankReference: fresh() });
    const { userId } = await addMember(db, ROOT_MANDATE_ID, 'system_administrator');
    const keep = async (kept: typeof entries) => {
      const contentBase64 = Buffer.from(camtFile({ messageId: fresh(), entries: kept })).toString('base64');
      const upload = await readUpload(db, { name: 'x.xml', contentBase64 });
      return keepUpload(db, upload, { mandateId: ROOT_MANDATE_ID, userId });
    };
    await keep(entries);
    // Paid a second time before the first payment is booked.
    const { fileId } = await keep(entries.slice(0, 1).map((entry) => ({ ...entry, bankReference: fresh() })));
    expect(await balanceOf(payer.mandateId)).toBe(0n);
    const decided = await Promise.all([settlePayments(db), settlePayments(other.context.database.db)]);
    expect(decided.reduce((sum, count) => sum + count)).toBe(16);
    expect(await balanceOf(payer.mandateId)).toBe(60_000_000_000n);
    const { payments } = (await operator.get(`/api/admin/bank-payments?fileId=${fileId}`)).body;
    expect(payments).toMatchObject([{ state: 'waiting', reason: 'already_paid' }]);
  });

  test('what has the bank reference of an earlier payment and is another one waits for a person, once', async () => {
    const payer = await payerAt(rappen);
    const [request, later, third] = [await payer.ask('5'), await payer.ask('6'), await payer.ask('5')];
    const bankReference = fresh();
    await uploadTo(operator, {
      messageId: fresh(),
      entries: [{ ...request, amount: '5.00', bankReference }],
    });
    const entries = [
      { ...later, amount: '6.00', bankReference },
      { ...third, amount: '5.00', bankReference },
      { ...third, amount: '5.00', bankReference },
      { ...request, amount: '5.00', bankReference },
      { amount: '5.00', bankReference },
      { amount: '7.00', bankReference, direction: 'DBIT' as const },
    ];
    const altered = await uploadTo(operator, { messageId: fresh(), entries });
    const shownOf = ({ body }: typeof altered) =>
      body.shown.map(({ state, reason = '' }: Record<string, string>) => `${state} ${reason}`.trim());
    expect(shownOf(altered)).toEqual([
      ...['waiting altered', 'waiting altered', 'duplicate', 'duplicate', 'duplicate', 'ignored debit'],
    ]);
    expect(await balanceOf(payer.mandateId)).toBe(5_000_000_000n);
    const again = await uploadTo(operator, { messageId: fresh(), entries: entries.slice(0, 2) });
    expect(shownOf(again)).toEqual(['duplicate', 'duplicate']);
    const decision = { decision: 'credit', reason: 'The bank has used its reference twice' };
    await operator.post(`/api/admin/bank-files/${altered.body.fileId}/payments/2/decision`, decision);
    expect(await balanceOf(payer.mandateId)).toBe(10_000_000_000n);
  });

  test('the same account by its QR-IBAN brings no second payment', async () => {
    const payer = await payerAt(rappen);
    const file = {
      entries: [{ ...(await payer.ask('7')), amount: '7.00', bankReference: fresh() }],
      messageId: fresh(),
    };
    await uploadTo(operator, { ...file, iban: 'CH4431999123000889012', kind: 'camt.054' });
    expect(statesOf(await uploadTo(operator, file))).toEqual({ duplicate: 1 });
    expect(await balanceOf(payer.mandateId)).toBe(7_000_000_000n);
  });

  test('a payment that cannot be booked is put aside, and holds up no other', async () => {
    const payer = await payerAt(rappen);
    const entries = [];
    for (const amount of ['1.00', '2.00', '3.00'])
      entries.push({ ...(await payer.ask(amount)), amount, bankReference: fresh() });
    // As if a fault of ours: the ledger refuses the second one.
    const owner = rappen.database.openOwner(1).pool;
    await owner.query(
      `alter table billing_transaction add constraint refused check (mandate_id <> '${payer.mandateId.slice(4)}' or amount <> 2000000000)`,
    );
    const { body } = await uploadTo(operator, { messageId: fresh(), entries });
    await owner.query('alter table billing_transaction drop constraint refused');
    expect(body.shown).toMatchObject([
      { state: 'credited' },
      { state: 'waiting', reason: 'not_bookable' },
      { state: 'credited' },
    ]);
    expect(await balanceOf(payer.mandateId)).toBe(4_000_000_000n);
    const decision = { decision: 'credit', reason: 'Now it can be' };
    await operator.post(`/api/admin/bank-files/${body.fileId}/payments/2/decision`, decision);
    expect(await balanceOf(payer.mandateId)).toBe(6_000_000_000n);
  });
});

test('what is not just what was asked for waits for a person, or is counted and left', async () => {
  const payer = await payerAt(rappen);
  const ask = async () => (await payer.ask('100')).reference;
  const twice = await ask();
  const cancelled = await payer.ask('100');
  await payer.api.post(`/api/billing/top-up-requests/${cancelled.requestId}/cancel`);
  const entries = [
    { reference: twice },
    { reference: twice },
    { reference: await ask(), amount: '99.95' },
    { reference: '000000000000000000000000424' },
    {},
    { reference: await ask(), currency: 'EUR' },
    { reference: cancelled.reference },
    { reference: await ask(), direction: 'DBIT' as const },
    { reference: await ask(), status: 'PDNG' },
    { direction: 'DBIT' as const, isReversal: true, reference: twice },
    { batchOf: 3 },
  ].map((entry) => ({ ...entry, bankReference: fresh() }));
  const { body } = await uploadTo(operator, { messageId: fresh(), entries });
  const shown = body.shown.map(({ state, reason }: Record<string, string>) =>
    `${state} ${reason ?? ''}`.trim(),
  );
  expect(shown).toEqual([
    'credited',
    'waiting already_paid',
    'waiting other_amount',
    'waiting unknown_reference',
    'waiting no_reference',
    'waiting foreign_currency',
    'waiting cancelled',
    'ignored debit',
    'ignored not_booked',
    'waiting reversal',
    'ignored batch_elsewhere',
  ]);
  expect(await balanceOf(payer.mandateId)).toBe(100_000_000_000n);
  const { body: list } = await operator.get(
    `/api/admin/bank-payments?state=waiting&fileId=${body.fileId}&limit=2`,
  );
  expect(list.payments.map(({ position }: { position: number }) => position)).toEqual([2, 3]);
  const next = await operator.get(
    `/api/admin/bank-payments?state=waiting&fileId=${body.fileId}&limit=200&cursor=${list.nextCursor}`,
  );
  expect(next.body.payments.map(({ position }: { position: number }) => position)).toEqual([4, 5, 6, 7, 10]);
});

test('with VAT on top the balance gets what was asked for without it, and of another amount its part', async () => {
  const payer = await payerAt(rappen);
  await pool.query("update billing_settings set vat_timing = 'on_top_up' where mandate_id = $1", [
    payer.mandateId.slice(4),
  ]);
  const [whole, part] = [await payer.ask('100'), await payer.ask('100')];
  expect(whole).toMatchObject({ payableChf: '108.100000000', vatChf: '8.100000000', vatPercent: '8.1' });
  const entries = [
    { ...whole, amount: '108.10', bankReference: fresh() },
    { ...part, amount: '54.05', bankReference: fresh() },
  ];
  const { body } = await uploadTo(operator, { messageId: fresh(), entries });
  expect(await balanceOf(payer.mandateId)).toBe(100_000_000_000n);
  const { payments } = (await operator.get(`/api/admin/bank-payments?state=waiting&fileId=${body.fileId}`))
    .body;
  expect(payments[0]).toMatchObject({ reason: 'other_amount', suggestedChf: '50.000000000' });
});

test('a file that is broken, of somebody else, or no file changes nothing', async () => {
  const before = (await pool.query('select count(*) from bank_file')).rows;
  const xml = camtFile({ messageId: fresh(), entries: [{ bankReference: fresh() }] });
  const foreign = camtFile({ iban: 'CH5604835012345678009', entries: [] });
  for (const [file, place] of [
    [xml.slice(0, 900), expect.stringMatching(/Document/)],
    [xml.replace('<Document', '<!DOCTYPE x [<!ENTITY a "b">]><Document'), 'file'],
    [foreign, 'Document/BkToCstmrStmt/Stmt/Acct/Id/IBAN'],
    ['not XML at all', 'file'],
  ] as const) {
    for (const query of ['', '?preview=true'])
      expect(await uploadTo(operator, file, query)).toMatchObject({
        status: 422,
        body: { code: 'bank_file_refused', place },
      });
  }
  const path = '/api/admin/bank-files';
  for (const contentBase64 of ['!!!!', 'QQ', 'QR=='])
    expect(await operator.post(path, { name: 'x', contentBase64 })).toMatchObject({
      status: 422,
      body: { path: 'body.contentBase64' },
    });
  expect(await operator.post(path, { name: 'x', contentBase64: 'A'.repeat(29_000_000) })).toMatchObject({
    status: 413,
  });
  expect((await pool.query('select count(*) from bank_file')).rows).toEqual(before);
});
