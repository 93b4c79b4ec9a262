import { afterAll, test } from 'vitest';
import { operatorApi } from '#test/support/api-client.ts';
import { fillLetterHead, payerAt } from '#test/support/bank-desk.ts';
import { camtFile } from '#test/support/camt-builder.ts';
import { openPage } from '#test/support/pages/open-page.ts';
import { expectAccessible, expectNoSidewaysScroll } from '#test/support/pages/page-checks.ts';
import { expect } from '#test/support/pages/page-expect.ts';
import { expectText } from '#test/support/pages/page-text.ts';
import { visit } from '#test/support/pages/page-visit.ts';
import { operatorPerson, personIn } from '#test/support/pages/sample-company.ts';
import { startPages } from '#test/support/pages/start-pages.ts';

const rappen = await startPages();
await fillLetterHead(await operatorApi(rappen));
const payer = await payerAt(rappen);
const operator = await operatorPerson(rappen);
const administrator = await personIn(rappen, payer.mandateId, 'mandate_admin');
afterAll(async () => expect(await rappen.differences()).toEqual([]));

const xmlFile = (name: string, text: string) => ({
  name,
  mimeType: 'application/xml',
  buffer: Buffer.from(text),
});

test('a top-up is asked for, paid by a bank file and decided where it is another amount', async () => {
  const phone = await openPage(rappen, { as: administrator, width: 320, language: 'fr', theme: 'dark' });
  await visit(phone, '/billing/top-ups');
  await expectText(phone.locator('main'), 'Aucune recharge par virement bancaire');
  await phone.getByRole('button', { name: 'Recharger' }).click();
  await phone.getByLabel('Montant').fill('0.50');
  await phone.getByRole('button', { name: 'Obtenir la QR-facture' }).click();
  await expectText(phone.getByRole('dialog'), 'must be from 1 to 1000000');
  phone.faults.expect(/422/);
  await phone.getByLabel('Montant').fill("1'250");
  await phone.getByRole('button', { name: 'Obtenir la QR-facture' }).click();
  const bill = phone.getByRole('dialog');
  await expect(bill.getByRole('img', { name: 'Code QR du paiement' })).toBeVisible();
  await expectText(bill, "CHF 1'250.00", 'CH44 3199 9123 0008 8901 2', 'Rappen AG');
  await expectAccessible(phone);
  await expectNoSidewaysScroll(phone);
  const [request] = (await payer.api.get('/api/billing/top-up-requests')).body.requests;
  const other = await payer.ask('40');

  const page = await openPage(rappen, { as: operator, language: 'en' });
  await visit(page, '/admin/bank');
  const chooser = page.locator('input[type=file]');
  await chooser.setInputFiles(xmlFile('broken.xml', '<Document>'));
  await expectText(page.getByRole('alert'), 'broken.xml cannot be read', 'is of the namespace');
  page.faults.expect(/422/);
  const entries = [
    { reference: request.reference.replaceAll(' ', ''), amount: '1250.00', bankReference: 'B1' },
    { reference: other.reference, amount: '39.00', bankReference: 'B2', name: 'Keller <b>& Co' },
  ];
  const xml = camtFile({ entries });
  await chooser.setInputFiles(xmlFile('camt.xml', xml));
  await expectText(
    page.locator('main'),
    'What camt.xml would do',
    '1 Credited',
    '1 To decide',
    "CHF 1'250.00",
    'Keller <b>& Co',
  );
  await expectAccessible(page);
  expect((await rappen.pool(payer.mandateId)).posted).toBe(0n);
  await page.getByRole('button', { name: 'Book the file' }).click();
  await page.getByRole('link', { name: /Decide about the payment of Keller/ }).click();
  const dialog = page.getByRole('dialog');
  await expectText(dialog, 'It is another amount than was asked for.', 'CHF 39.00');
  await expectAccessible(page);
  await dialog.getByLabel('Reason').fill('One franc of fees');
  await dialog.getByRole('button', { name: 'Decide' }).click();
  await expectText(page.locator('main'), 'Nothing to decide');
  expect((await rappen.pool(payer.mandateId)).posted).toBe(1_289_000_000_000n);

  await page.getByRole('link', { name: 'Files' }).click();
  await expectText(
    page.getByRole('region', { name: 'Bank files' }).first(),
    'camt.xml',
    "1'289.00",
    '2 Credited',
  );
  await chooser.setInputFiles(xmlFile('again.xml', xml));
  await expectText(page.locator('main'), 'again.xml was uploaded before');
  await expect(page.getByRole('button', { name: 'Book the file' })).toHaveCount(0);

  await page.getByRole('link', { name: 'See the payments of camt.xml' }).click();
  const payments = page.getByRole('dialog');
  await payments
    .getByRole('row', { name: /Keller/ })
    .getByRole('button', { name: 'Undo' })
    .click();
  await payments.getByLabel('Reason').fill('Not theirs');
  await payments.getByRole('button', { name: 'Undo' }).click();
  await expectText(payments, 'To decide', 'What was decided was undone.');
  await expectAccessible(page);
  expect((await rappen.pool(payer.mandateId)).posted).toBe(1_250_000_000_000n);

  await visit(phone, `/billing/top-ups?request=${request.requestId}`);
  await expectText(phone.getByRole('dialog'), 'Payée', 'Reçu en PDF');
});

test('who may not is told so', async () => {
  const user = await personIn(rappen, payer.mandateId, 'user');
  const page = await openPage(rappen, { as: user, language: 'en' });
  await visit(page, '/billing/top-ups');
  await expect(page.getByRole('button', { name: 'Top up' })).toHaveCount(0);
  await expectText(page.locator('main'), 'resource.billing.read');
  await visit(page, '/admin/bank');
  await expectText(page.locator('main'), 'resource.billing.credit');
});
