import { afterAll, expect, test } from 'vitest';
import { issueInvoices } from '#billing/invoices/issue-invoices.service.ts';
import { writeTopUpMails } from '#billing/payments/requests/top-up-mails.ts';
import { collectOwed } from '#billing/payments/reversals/reversal.service.ts';
import { uuidOf } from '#kernel/id.ts';
import { apiOf } from '#test/support/api-client.ts';
import { fillLetterHead, payerAt, uploadTo } from '#test/support/bank-desk.ts';
import { bookingPath, cashierAt } from '#test/support/cash-desk.ts';
import { invoiceDeskAt, nextFirst } from '#test/support/invoice-desk.ts';
import type { TestMember } from '#test/support/mandate-factory.ts';
import { startTestRappen } from '#test/support/rappen.ts';

/** What a person decides about payments that wait. */

const rappen = await startTestRappen();
const cashier = await cashierAt(rappen);
const { operator } = cashier;
const desk = await invoiceDeskAt(rappen);
const { db } = rappen.context.database;
await fillLetterHead(operator);
afterAll(async () => expect(await rappen.differences()).toEqual([]));

let files = 0;
const fresh = () => `M${++files}`;
const decide = (fileId: string, position: number, body: object) =>
  operator.post(`/api/admin/bank-files/${fileId}/payments/${position}/decision`, {
    reason: 'As seen',
    ...body,
  });
const balanceOf = async (mandateId: Parameters<typeof rappen.pool>[0]) =>
  (await rappen.pool(mandateId)).posted;

async function invoiceOf(customer: TestMember) {
  return (await desk.invoices(customer)).invoices[0];
}

test('another amount is credited as it came; undone while it is there, and decided anew', async () => {
  const payer = await payerAt(rappen);
  const request = await payer.ask('100');
  const entries = [{ ...request, amount: '99.95', bankReference: fresh() }];
  const { fileId } = (await uploadTo(operator, { messageId: fresh(), entries })).body;
  const both = await Promise.all([
    decide(fileId, 1, { decision: 'credit' }),
    decide(fileId, 1, { decision: 'credit' }),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  expect(await balanceOf(payer.mandateId)).toBe(99_950_000_000n);
  const state = async () =>
    (await payer.api.get(`/api/billing/top-up-requests/${request.requestId}`)).body.state;
  expect(await state()).toBe('paid');
  await writeTopUpMails(db, () => 'https://rappen.example');
  const { rows } = await rappen.context.database.pool.query<{ subject: string }>(
    "select subject from mail_outbox where event_key like 'top-up:receipt:%' and about_mandate_id = $1",
    [uuidOf(payer.mandateId)],
  );
  expect(rows.map(({ subject }) => subject.replaceAll(/[^0-9.]/g, ''))).toEqual(['99.95']);
  expect(await decide(fileId, 1, { decision: 'undo' })).toMatchObject({
    status: 200,
    body: { payment: { state: 'waiting', reason: 'undone' } },
  });
  expect([await balanceOf(payer.mandateId), await state()]).toEqual([0n, 'open']);
  expect(await decide(fileId, 1, { decision: 'credit', amountChf: '99.96' })).toMatchObject({
    status: 422,
    body: { title: 'body.amountChf: is more than came: CHF 99.950000000' },
  });
  await decide(fileId, 1, { decision: 'credit', amountChf: '90' });
  expect(await balanceOf(payer.mandateId)).toBe(90_000_000_000n);
  await operator.post(
    bookingPath(payer.mandateId, 'adjustments'),
    { amountChf: '-80', reason: 'x' },
    { 'idempotency-key': 'spent' },
  );
  expect(await decide(fileId, 1, { decision: 'undo' })).toMatchObject({
    status: 402,
    body: { code: 'insufficient_balance' },
  });
  expect(await decide(fileId, 1, { decision: 'refuse' })).toMatchObject({ status: 409 });
  const actions = (await cashier.audit(payer.mandateId)).map(({ action }) => action);
  expect(actions.filter((action) => `${action}`.startsWith('bank_payment'))).toEqual([
    'bank_payment.credited',
    'bank_payment.undone',
    'bank_payment.credited',
  ]);
});

test('an unknown reference is given to a mandate, a refused payment stays without credit until that is undone', async () => {
  const payer = await payerAt(rappen);
  const entries = [{ bankReference: fresh(), amount: '12.50' }, { bankReference: fresh() }];
  const { fileId } = (await uploadTo(operator, { messageId: fresh(), entries })).body;
  expect(await decide(fileId, 1, { decision: 'credit' })).toMatchObject({
    status: 422,
    body: { path: 'body.mandateId' },
  });
  await decide(fileId, 1, { decision: 'credit', mandateId: payer.mandateId });
  expect(await balanceOf(payer.mandateId)).toBe(12_500_000_000n);
  expect(await decide(fileId, 2, { decision: 'refuse' })).toMatchObject({
    body: { payment: { state: 'refused', note: 'As seen' } },
  });
  expect(await decide(fileId, 2, { decision: 'credit', mandateId: payer.mandateId })).toMatchObject({
    status: 409,
  });
  expect(await decide(fileId, 2, { decision: 'undo' })).toMatchObject({
    body: { payment: { state: 'waiting' } },
  });
  expect(await decide(fileId, 3, { decision: 'refuse' })).toMatchObject({ status: 404 });
  expect(await decide(fileId, 2, { decision: 'reverse' })).toMatchObject({ status: 409 });
});

test('the bank takes a payment back: the balance goes to its floor, the rest is owed, and what comes next pays it', async () => {
  const payer = await payerAt(rappen);
  const request = await payer.ask('100');
  const entries = [{ ...request, amount: '100.00', bankReference: fresh() }];
  await uploadTo(operator, { messageId: fresh(), entries });
  await operator.post(
    bookingPath(payer.mandateId, 'adjustments'),
    { amountChf: '-70', reason: 'x' },
    { 'idempotency-key': 'spent' },
  );
  const back = [
    { ...request, amount: '100.00', direction: 'DBIT' as const, isReversal: true, bankReference: fresh() },
  ];
  const { fileId } = (await uploadTo(operator, { messageId: fresh(), entries: back })).body;
  expect(await decide(fileId, 1, { decision: 'reverse' })).toMatchObject({
    status: 200,
    body: { owedChf: '70.000000000', payment: { state: 'reversed', creditedChf: '-100.000000000' } },
  });
  expect(await balanceOf(payer.mandateId)).toBe(0n);
  const refund = {
    topUpId: (await payer.api.get(`/api/billing/top-up-requests/${request.requestId}`)).body.transactionId,
    amountChf: '1',
    reason: 'x',
  };
  expect(
    await operator.post(bookingPath(payer.mandateId, 'refunds'), refund, { 'idempotency-key': 'r' }),
  ).toMatchObject({ status: 422 });
  expect(await decide(fileId, 1, { decision: 'undo' })).toMatchObject({ status: 409 });
});

test('a payment of an invoice that comes when nothing is left to pay waits for a person, who books it or not, and takes it back', async () => {
  const customer = await desk.customer(['80'], { isNet: true });
  await issueInvoices(db, nextFirst());
  const { reference } = await invoiceOf(customer);
  const entry = { amount: '86.48', reference: reference.replaceAll(' ', ''), day: '2026-11-27' };
  const entries = [
    { ...entry, bankReference: 'TWICE-1' },
    { ...entry, bankReference: 'TWICE-2' },
    { ...entry, bankReference: 'TWICE-3', amount: '10.00001' },
  ];
  const first = await uploadTo(operator, { messageId: 'T', entries: entries.slice(0, 1) });
  const { body } = await uploadTo(operator, { messageId: 'U', entries, stated: null });
  expect(body.shown).toMatchObject([
    { state: 'duplicate' },
    { state: 'waiting', reason: 'already_paid', mandateId: customer.mandateId },
    { state: 'waiting', reason: 'already_paid' },
  ]);
  expect(await balanceOf(customer.mandateId)).toBe(0n);
  expect(await decide(body.fileId, 2, { decision: 'credit' })).toMatchObject({
    body: { payment: { state: 'credited', creditedChf: '86.480000000' } },
  });
  expect(await invoiceOf(customer)).toMatchObject({ state: 'paid', overpaidChf: '86.480000000' });
  expect(await decide(body.fileId, 2, { decision: 'undo' })).toMatchObject({
    body: { payment: { state: 'waiting', reason: 'undone' } },
  });
  expect([await balanceOf(customer.mandateId), (await invoiceOf(customer)).overpaidChf]).toEqual([
    0n,
    '0.000000000',
  ]);
  await decide(body.fileId, 2, { decision: 'credit' });
  await decide(body.fileId, 2, { decision: 'undo' });
  // The customer has spent what the payment had freed: it is not undone any more.
  await desk.charge(customer.mandateId, '150');
  expect(await decide(first.body.fileId, 1, { decision: 'undo' })).toMatchObject({
    status: 402,
    body: { code: 'insufficient_balance' },
  });
  expect(await balanceOf(customer.mandateId)).toBe(-150_000_000_000n);
  expect(await rappen.differences()).toEqual([]);
});

test('an invoice whose payment the bank takes back is due again: what the wallet got for it goes, and is owed where it is spent', async () => {
  const customer = await desk.customer(['80'], { isNet: true });
  await issueInvoices(db, nextFirst());
  const { reference, invoiceId } = await invoiceOf(customer);
  const entry = { amount: '43.24', reference: reference.replaceAll(' ', ''), day: '2026-11-27' };
  await uploadTo(operator, { messageId: 'V', entries: [{ ...entry, bankReference: 'BACK-1' }] });
  await desk.charge(customer.mandateId, '140');
  const taken = { ...entry, isReversal: true, direction: 'DBIT' as const };
  const { body } = await uploadTo(operator, {
    messageId: 'W',
    entries: [
      { ...taken, bankReference: 'BACK-1' },
      { ...taken, bankReference: 'BACK-2' },
      { ...taken, bankReference: 'BACK-3', amount: '43.25' },
    ],
  });
  expect(body.shown[0]).toMatchObject({ reason: 'reversal', mandateId: customer.mandateId });
  expect(await decide(body.fileId, 3, { decision: 'reverse' })).toMatchObject({ status: 409 });
  const both = await Promise.all([
    decide(body.fileId, 1, { decision: 'reverse' }),
    decide(body.fileId, 2, { decision: 'reverse' }),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  expect(both.find(({ status }) => status === 200)).toMatchObject({
    // Of 40 that it had got, 20 were within the credit limit of 200.
    body: { owedChf: '20.000000000', payment: { state: 'reversed', creditedChf: '-40.000000000' } },
  });
  expect(await balanceOf(customer.mandateId)).toBe(-200_000_000_000n);
  expect(await invoiceOf(customer)).toMatchObject({ state: 'open', dueChf: '86.480000000' });
  const api = await apiOf(rappen, customer, ['billing:read']);
  expect((await api.get(`/api/billing/invoices/${invoiceId}`)).body.payments).toMatchObject([
    { amountChf: '43.240000000' },
    { amountChf: '-43.240000000' },
  ]);
  expect(await rappen.differences()).toEqual([]);
  await desk.pay(customer, invoiceId, '86.48');
  await collectOwed(db);
  expect(await balanceOf(customer.mandateId)).toBe(-140_000_000_000n);
});

test('a closed mandate gets nothing by itself', async () => {
  const payer = await payerAt(rappen);
  const request = await payer.ask('10');
  await operator.send('PATCH', `/api/admin/mandates/${payer.mandateId}`, {
    status: 'closed',
    remainingChf: '0',
  });
  const { body } = await uploadTo(operator, {
    messageId: fresh(),
    entries: [{ ...request, amount: '10.00', bankReference: fresh() }],
  });
  expect(body.shown[0]).toMatchObject({ state: 'waiting', reason: 'mandate_closed' });
  expect(await decide(body.fileId, 1, { decision: 'credit' })).toMatchObject({ status: 409 });
});
