import { describe, expect, test } from 'vitest';
import { addDays } from '#billing/invoices/invoice-days.ts';
import { creditedWithin } from '#billing/invoices/invoice-month.store.ts';
import { issueInvoices } from '#billing/invoices/issue-invoices.service.ts';
import { remindOfInvoices } from '#billing/invoices/remind.service.ts';
import { sendDocuments } from '#billing/invoices/send-documents.service.ts';
import { statementMonth } from '#billing/statements/statement-month.ts';
import { transaction } from '#db/transaction.ts';
import { must } from '#kernel/assert.ts';
import { zurichInstant, zurichTime } from '#kernel/zurich-time.ts';
import { apiOf } from '#test/support/api-client.ts';
import { uploadTo } from '#test/support/bank-desk.ts';
import { fillAddress, fillLetterHead, invoiceDeskAt, nextFirst } from '#test/support/invoice-desk.ts';
import type { TestMember } from '#test/support/mandate-factory.ts';
import { startTestRappen } from '#test/support/rappen.ts';

const rappen = await startTestRappen();
const other = await startTestRappen({ database: rappen.database, simulator: rappen.simulator });
const { db, pool } = rappen.context.database;
const desk = await invoiceDeskAt(rappen);
const { operator } = desk.cashier;
const first = nextFirst();
const URL = () => 'https://rappen.example';
const CALL = { model: 'gpt-5-mini', max_completion_tokens: 64, messages: [{ role: 'user', content: 'Hi' }] };

/** Everything that is due on the first of the next month, by both processes at once. */
async function issueAll(now = first) {
  return Promise.all([issueInvoices(db, now), issueInvoices(other.context.database.db, now)]);
}

async function invoiceOf(customer: TestMember) {
  const { invoices } = await desk.invoices(customer);
  return invoices[0];
}

function creditPath({ mandateId }: TestMember, invoiceId: string, query = '') {
  return `/api/admin/mandates/${mandateId}/billing/invoices/${invoiceId}/credit-notes${query}`;
}

describe('an invoice', () => {
  test('waits for letter head and address, then is issued once by two processes, without a gap in the numbers', async () => {
    const customer = await desk.customer(['100'], { hasAddress: false });
    const idle = await desk.customer();
    await issueInvoices(db, first);
    expect((await desk.invoices(customer)).notIssued).toMatchObject([
      { outcome: 'waiting', reason: 'issuer_missing' },
    ]);
    await fillLetterHead(db);
    await issueInvoices(db, first);
    expect((await desk.invoices(customer)).notIssued).toMatchObject([{ reason: 'address_missing' }]);
    expect((await operator.get('/api/admin/invoices')).body.waiting).toMatchObject([
      { mandateId: customer.mandateId, reason: 'address_missing' },
    ]);
    expect((await desk.invoices(idle)).notIssued).toMatchObject([{ outcome: 'nothing' }]);
    await fillAddress(db, customer.mandateId);
    const more = await Promise.all(Array.from({ length: 4 }, (_, n) => desk.customer([`${n + 1}.005`])));
    const counts = await issueAll();
    expect(counts.reduce((sum, { issued }) => sum + issued, 0)).toBe(5);
    const invoices = await Promise.all([customer, ...more].map(invoiceOf));
    const year = first.getUTCFullYear();
    expect(invoices.map(({ number }) => number).toSorted()).toEqual(
      [1, 2, 3, 4, 5].map((n) => `IN-${year}-${n.toString().padStart(6, '0')}`),
    );
    expect(await invoiceOf(customer)).toMatchObject({
      ...{ state: 'open', totalChf: '100.000000000', dueChf: '100.000000000', reminderLevel: 0 },
    });
    expect(await issueAll()).toMatchObject([{ issued: 0 }, { issued: 0 }]);
    expect(await rappen.differences()).toEqual([]);
  });

  test('states its VAT, which prices contain or which comes on top, and its PDF and mail go out once', async () => {
    const customer = await desk.customer(['108.10']);
    const net = await desk.customer(['100'], { isNet: true });
    await issueAll();
    const api = await apiOf(rappen, customer, ['billing:read']);
    const { invoiceId, number } = await invoiceOf(customer);
    expect((await api.get(`/api/billing/invoices/${invoiceId}`)).body.vat).toEqual({
      basis: 'included',
      lines: [
        { ratePercent: '8.1', netChf: '100.000000000', vatChf: '8.100000000', grossChf: '108.100000000' },
      ],
    });
    expect(await invoiceOf(net)).toMatchObject({ totalChf: '108.100000000' });
    await Promise.all([sendDocuments(db, URL), sendDocuments(other.context.database.db, URL)]);
    const { rows } = await pool.query(
      `select recipient, a.name from mail_outbox m join mail_attachment a on a.mail_id = m.id where m.about_mandate_id = $1`,
      [customer.mandateId.slice(4)],
    );
    expect(rows).toEqual([{ recipient: 'anna@muster.example', name: `${number}.pdf` }]);
    const [one, again] = await Promise.all(
      [1, 2].map(() => api.get(`/api/billing/invoices/${invoiceId}/pdf`)),
    );
    expect(one?.headers.get('content-type')).toBe('application/pdf');
    expect(one?.body.startsWith('%PDF-')).toBe(true);
    expect(one?.body === again?.body).toBe(true);
  });
});

test('one that cannot be issued, or not be sent, keeps no other waiting, and is shown', async () => {
  const [broken, fine] = [await desk.customer(['10']), await desk.customer(['10'])];
  const owner = rappen.database.openOwner(1).pool;
  const refuse = (table: string, column: string) =>
    owner.query(
      `alter table ${table} add constraint refused check (${column} <> '${broken.mandateId.slice(4)}')`,
    );
  const allow = (table: string) => owner.query(`alter table ${table} drop constraint refused`);
  await refuse('invoice', 'mandate_id');
  await expect(issueInvoices(db, first)).rejects.toThrow('refused');
  expect(await invoiceOf(fine)).toMatchObject({ state: 'open' });
  const { invoices, notIssued } = await desk.invoices(broken);
  expect([invoices, notIssued]).toMatchObject([[], [{ outcome: 'waiting', reason: 'does_not_add_up' }]]);
  await allow('invoice');
  await issueAll();
  await refuse('mail_outbox', 'about_mandate_id');
  await expect(sendDocuments(db, URL)).rejects.toThrow('refused');
  const mailed = async () => Promise.all([broken, fine].map(async (one) => (await invoiceOf(one)).mailedAt));
  expect(await mailed()).toEqual([undefined, expect.any(String)]);
  await allow('mail_outbox');
  await sendDocuments(db, URL);
  expect(await mailed()).toEqual([expect.any(String), expect.any(String)]);
});

describe('a payment', () => {
  test('frees the credit limit: a call that was refused passes', async () => {
    const customer = await desk.customer(['200']);
    await issueAll();
    const call = () => rappen.post('/openai/v1/chat/completions', customer.key, CALL);
    expect((await call()).status).toBe(402);
    const { invoiceId } = await invoiceOf(customer);
    const paid = await Promise.all([1, 2].map(() => desk.pay(customer, invoiceId, '50', 'transfer-1')));
    expect(paid.map(({ status }) => status)).toEqual([201, 201]);
    expect(paid[0]?.body.transactionId).toBe(paid[1]?.body.transactionId);
    expect(await invoiceOf(customer)).toMatchObject({ state: 'partly_paid', dueChf: '150.000000000' });
    expect((await call()).status).toBe(200);
    expect((await desk.pay(customer, invoiceId, '160.50')).status).toBe(201);
    expect(await invoiceOf(customer)).toMatchObject({
      ...{ state: 'paid', dueChf: '0.000000000', overpaidChf: '10.500000000', paidChf: '210.500000000' },
    });
    await rappen.settled();
    expect(await rappen.differences()).toEqual([]);
    const change = 'update invoice set paid = paid + $2 where id = $1';
    await pool.query(change, [invoiceId.slice(4), '10000000']);
    expect(await rappen.differences()).toMatchObject([
      { check: 'invoice: what was paid is the sum of its payments', expected: '210500000000' },
      { check: 'invoice: payments and credit notes free in the wallet what the invoice had charged' },
    ]);
    await pool.query(change, [invoiceId.slice(4), '-10000000']);
  });

  test('by the bank finds its invoice by the reference, once, whatever part it is', async () => {
    const customer = await desk.customer(['80'], { isNet: true });
    await issueAll();
    const { reference, invoiceId } = await invoiceOf(customer);
    const entry = { amount: '43.24', reference: reference.replaceAll(' ', ''), day: '2026-11-27' };
    const answer = await uploadTo(operator, {
      messageId: 'A',
      entries: [{ ...entry, bankReference: 'PAY-1' }],
    });
    expect(answer.body.counts, JSON.stringify(answer.body)).toMatchObject([{ state: 'credited', count: 1 }]);
    expect(await invoiceOf(customer)).toMatchObject({ state: 'partly_paid', paidChf: '43.240000000' });
    // Half of 86.48, of which 80 were charged.
    expect((await rappen.pool(customer.mandateId)).posted).toBe(-40_000_000_000n);
    await uploadTo(operator, {
      messageId: 'B',
      entries: [
        { ...entry, bankReference: 'PAY-1' },
        { ...entry, amount: '10.00', bankReference: 'PAY-2' },
        { ...entry, amount: '33.24', bankReference: 'PAY-3' },
      ],
    });
    expect(await invoiceOf(customer)).toMatchObject({ state: 'paid', overpaidChf: '0.000000000' });
    expect((await rappen.pool(customer.mandateId)).posted).toBe(0n);
    const api = await apiOf(rappen, customer, ['billing:read']);
    const { payments } = (await api.get(`/api/billing/invoices/${invoiceId}`)).body;
    expect(payments).toMatchObject([{ paidOn: '2026-11-27' }, {}, {}]);
    expect(payments.map(({ amountChf }: { amountChf: string }) => amountChf).toSorted()).toEqual([
      ...['10.000000000', '33.240000000', '43.240000000'],
    ]);
    expect(await rappen.differences()).toEqual([]);
  });
});

describe('a credit note', () => {
  test('reverses VAT and charge, never more than the invoice', async () => {
    const customer = await desk.customer(['108.10']);
    await issueAll();
    const { invoiceId } = await invoiceOf(customer);
    const credit = (body: object, key: string, query = '') =>
      operator.post(creditPath(customer, invoiceId, query), body, { 'idempotency-key': key });
    const preview = await credit({ amountChf: '10.81', reason: 'twice' }, 'c', '?preview=true');
    expect(preview.body).toMatchObject({ booked: false, vatChf: '0.810000000', dueChf: '97.290000000' });
    expect((await invoiceOf(customer)).creditedChf).toBe('0.000000000');
    const [done] = await Promise.all([1, 2].map(() => credit({ amountChf: '10.81', reason: 'twice' }, 'c')));
    expect(done?.body).toMatchObject({ booked: true, balanceAfterChf: '-97.290000000' });
    expect((await credit({ amountChf: '97.30', reason: 'too much' }, 'd')).status).toBe(422);
    const rest = await credit({ reason: 'all of it' }, 'e');
    expect(rest.body).toMatchObject({ amountChf: '97.290000000', vatChf: '7.290000000' });
    expect(await invoiceOf(customer)).toMatchObject({ state: 'cancelled', dueChf: '0.000000000' });
    expect((await rappen.pool(customer.mandateId)).posted).toBe(0n);
    expect((await desk.pay(customer, invoiceId, '1')).status).toBe(409);
    const { creditNotes } = (
      await (await apiOf(rappen, customer, ['billing:read'])).get(`/api/billing/invoices/${invoiceId}`)
    ).body;
    expect(creditNotes).toHaveLength(2);
    expect(await rappen.differences()).toEqual([]);
  });

  test('what a mandate is owed of a month is taken off the next invoice', async () => {
    const customer = await desk.customer();
    const back = { amountChf: '12.50', reason: 'a wrong charge of long ago' };
    await desk.cashier.book(customer.mandateId, 'adjustments', back, 'back');
    await issueAll();
    expect((await desk.invoices(customer)).notIssued).toMatchObject([{ outcome: 'nothing' }]);
    const { rows } = await pool.query('select carried from invoice_month where mandate_id = $1', [
      customer.mandateId.slice(4),
    ]);
    expect(rows).toEqual([{ carried: [{ ratePpm: 81_000, amount: '-12500000000' }] }]);
  });

  test('with VAT on top it settles whole Rappen of the month, and loses none of them over its parts', async () => {
    const customer = await desk.customer(['80'], { isNet: true });
    await issueAll();
    const { invoiceId } = await invoiceOf(customer);
    const settled = async () => {
      const { begin, end } = statementMonth(zurichTime(new Date()).slice(0, 7));
      const month = { ...statementMonth('2031-01'), begin, end };
      const days = await transaction(db, (tx) => creditedWithin(tx, customer.mandateId, month));
      return days.reduce((sum, { amount }) => sum + amount, 0n);
    };
    const credit = (amountChf: string) =>
      operator.post(
        creditPath(customer, invoiceId),
        { amountChf, reason: 'x' },
        { 'idempotency-key': amountChf },
      );
    // 9.2506 of the 80 francs, and 9.2506 more.
    await credit('10');
    expect(await settled()).toBe(9_250_000_000n);
    await credit('10.00');
    expect(await settled()).toBe(18_500_000_000n);
    await credit('66.48');
    expect(await settled()).toBe(80_000_000_000n);
  });
});

describe('reminders', () => {
  test('each level once on both processes, not while held, and no more once it is paid', async () => {
    const customer = await desk.customer(['60']);
    const held = await desk.customer(['60']);
    await issueAll();
    const { invoiceId, dueOn } = await invoiceOf(customer);
    const heldId = (await invoiceOf(held)).invoiceId;
    const hold = `/api/admin/mandates/${held.mandateId}/billing/invoices/${heldId}/hold`;
    expect((await operator.send('PUT', hold, { reason: 'disputed' })).status).toBe(204);
    const remindOn = async (day: string) => {
      const now = zurichInstant(day, 6.5 * 3_600);
      await Promise.all([remindOfInvoices(db, now), remindOfInvoices(other.context.database.db, now)]);
      return (await invoiceOf(customer)).reminderLevel;
    };
    expect(await remindOn(addDays(dueOn, 9))).toBe(0);
    for (let day = 10; day <= 12; day++) await remindOn(addDays(dueOn, day));
    expect((await invoiceOf(customer)).reminderLevel).toBe(1);
    expect(await remindOn(addDays(dueOn, 28))).toBe(2);
    await desk.pay(customer, invoiceId, '60');
    expect(await remindOn(addDays(dueOn, 60))).toBe(2);
    expect((await invoiceOf(held)).reminderLevel).toBe(0);
    expect((await operator.send('PUT', hold, { reason: null })).status).toBe(204);
    await remindOn(addDays(dueOn, 63));
    expect((await invoiceOf(held)).reminderLevel).toBe(1);
    await sendDocuments(db, URL);
    const { rows } = await pool.query<{ kind: string; subject: string }>(
      "select kind, subject from mail_outbox where about_mandate_id = $1 and kind = 'reminder' order by subject",
      [customer.mandateId.slice(4)],
    );
    expect(rows.map(({ subject }) => must(subject.split(':')[0], 'a title'))).toEqual([
      'Zahlungserinnerung',
      'Zweite Mahnung',
    ]);
  });
});
