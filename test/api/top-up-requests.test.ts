import { afterAll, expect, test } from 'vitest';
import { writeTopUpMails } from '#billing/payments/requests/top-up-mails.ts';
import { apiOf, operatorApi } from '#test/support/api-client.ts';
import { fillLetterHead, payerAt, uploadTo } from '#test/support/bank-desk.ts';
import { drawPdf } from '#test/support/drawn-pdf.ts';
import { startTestRappen } from '#test/support/rappen.ts';

const rappen = await startTestRappen();
const other = await startTestRappen({ database: rappen.database, simulator: rappen.simulator });
const operator = await operatorApi(rappen);
const { db, pool } = rappen.context.database;
await fillLetterHead(operator);
afterAll(async () => expect(await rappen.differences()).toEqual([]));

const PATH = '/api/billing/top-up-requests';
const key = (name: string) => ({ 'idempotency-key': name });

test('a bill is asked for once for each key, and its code is what the page shows', async () => {
  const payer = await payerAt(rappen);
  const elsewhere = await apiOf(other, payer.member, ['billing:read', 'billing:write']);
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, n) =>
      (n % 2 ? payer.api : elsewhere).post(PATH, { amountChf: '1234.55' }, key('one')),
    ),
  );
  expect(new Set(answers.map(({ status, body }) => `${status} ${body.requestId} ${body.number}`)).size).toBe(
    1,
  );
  const { requestId, number, qrText } = answers[0]?.body ?? {};
  expect(await payer.api.post(PATH, { amountChf: '1' }, key('one'))).toMatchObject({
    status: 409,
    body: { code: 'idempotency_conflict' },
  });
  const bill = await elsewhere.bytes(`${PATH}/${requestId}/bill`);
  expect(bill.status).toBe(200);
  expect(bill.headers.get('content-disposition')).toBe(`attachment; filename="${number}.pdf"`);
  const { code, text } = await drawPdf(bill.content);
  expect(code).toBe(qrText);
  expect(text).toContain("1'234.55");
  expect(await payer.api.get(`${PATH}/${requestId}/receipt`)).toMatchObject({ status: 409 });
});

test('twenty may be open; numbers follow each other, and the list has them all, the newest first', async () => {
  const payer = await payerAt(rappen);
  const asked = await Promise.all(Array.from({ length: 20 }, (_, n) => payer.ask(`${n + 1}`)));
  expect(await payer.api.post(PATH, { amountChf: '1' }, key('more'))).toMatchObject({
    status: 409,
    body: { most_open: 20 },
  });
  const numbers = asked.map(({ number }) => Number(number.slice(-6))).toSorted((a, b) => a - b);
  expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
  const seen: string[] = [];
  let cursor = '';
  do {
    const { body } = await payer.api.get(`${PATH}?limit=7${cursor}`);
    seen.push(...body.requests.map(({ number }: { number: string }) => number));
    cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : '';
  } while (cursor);
  expect(seen.toSorted()).toEqual(asked.map(({ number }) => number).toSorted());
  const { requestId } = asked[0];
  expect((await payer.api.post(`${PATH}/${requestId}/cancel`)).status).toBe(204);
  expect(await payer.api.post(`${PATH}/${requestId}/cancel`)).toMatchObject({ status: 409 });
  expect((await payer.api.get(`${PATH}?state=cancelled`)).body.requests).toMatchObject([
    { requestId, state: 'cancelled' },
  ]);
});

test.each(['0', '0.99', '1000000.01', '10.001', '-5'])('an amount of %s is refused', async (amountChf) => {
  const payer = await payerAt(rappen);
  expect(await payer.api.post(PATH, { amountChf }, key('a'))).toMatchObject({
    status: 422,
    body: { path: 'body.amountChf' },
  });
});

test('without an address, for a mandate that pays afterwards, and without a letter head there is no bill', async () => {
  const member = await rappen.caller({ role: 'mandate_admin' });
  const api = await apiOf(rappen, member, ['billing:read', 'billing:write', 'admin']);
  expect(await api.post(PATH, { amountChf: '5' }, key('a'))).toMatchObject({
    status: 409,
    body: { code: 'address_missing' },
  });
  const later = await payerAt(rappen, { model: 'postpaid', creditLimit: '10' });
  expect(await later.api.post(PATH, { amountChf: '5' }, key('a'))).toMatchObject({
    status: 409,
    body: { billing_model: 'postpaid' },
  });
  const payer = await payerAt(rappen);
  await rappen.database.openOwner(1).pool.query('delete from document_issuer');
  expect(await payer.api.post(PATH, { amountChf: '5' }, key('a'))).toMatchObject({
    status: 409,
    body: { code: 'issuer_missing' },
  });
  await fillLetterHead(operator);
  expect((await payer.api.post(PATH, { amountChf: '5' }, key('a'))).status).toBe(201);
});

test('the bill and later the receipt go to the recipients, once, whichever process writes them', async () => {
  const payer = await payerAt(rappen);
  const to = 'books@muster.example';
  await pool.query("update billing_settings set recipients = $2, language = 'fr' where mandate_id = $1", [
    payer.mandateId.slice(4),
    [to],
  ]);
  const request = await payer.ask('100');
  const write = () =>
    Promise.all([
      writeTopUpMails(db, () => rappen.url),
      writeTopUpMails(other.context.database.db, () => other.url),
    ]);
  await write();
  const [bill, ...more] = await rappen.mailsTo(to);
  expect(more).toEqual([]);
  expect(bill).toMatchObject({
    kind: 'top_up_request',
    mandateId: payer.mandateId,
    subject: expect.stringContaining('QR-facture'),
  });
  expect(bill?.text).toContain(`/billing/top-ups?mandate=${payer.mandateId}`);
  await uploadTo(operator, { entries: [{ ...request, amount: '100.00' }] });
  await write();
  await write();
  const mails = await rappen.mailsTo(to);
  expect(mails.map(({ subject }) => subject.replace(/\s/g, ' '))).toEqual([
    `QR-facture ${request.number} de CHF 100.00`,
    'Paiement reçu : CHF 100.00',
  ]);
  const { rows } = await pool.query(
    'select a.name from mail_attachment a join mail_outbox m on m.id = a.mail_id where m.recipient = $1 order by m.id',
    [to],
  );
  expect(rows.map(({ name }) => name)).toEqual([`${request.number}.pdf`, `${request.number}-paid.pdf`]);
  const receipt = await payer.api.bytes(`${PATH}/${request.requestId}/receipt`);
  expect((await drawPdf(receipt.content)).text).toContain('Confirmation de paiement');
});
