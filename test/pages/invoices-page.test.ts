import { afterAll, test } from 'vitest';
import { paymentDaysOf, readInvoiceRule } from '#billing/invoices/invoice-rule.store.ts';
import { issueInvoices } from '#billing/invoices/issue-invoices.service.ts';
import { fillLetterHead, invoiceDeskAt, nextFirst } from '#test/support/invoice-desk.ts';
import { openPage } from '#test/support/pages/open-page.ts';
import { expectAccessible, expectNoSidewaysScroll } from '#test/support/pages/page-checks.ts';
import { expect } from '#test/support/pages/page-expect.ts';
import { expectText } from '#test/support/pages/page-text.ts';
import { visit } from '#test/support/pages/page-visit.ts';
import { operatorPerson, personIn } from '#test/support/pages/sample-company.ts';
import { startPages } from '#test/support/pages/start-pages.ts';

const rappen = await startPages();
const { db } = rappen.context.database;
await fillLetterHead(db);
const desk = await invoiceDeskAt(rappen);
const customer = await desk.customer(['108.10']);
const operator = await operatorPerson(rappen);
const administrator = await personIn(rappen, customer.mandateId, 'mandate_admin');
afterAll(async () => expect(await rappen.differences()).toEqual([]));

test('an invoice is paid in part, credited and held by the operator, and its mandate sees it', async () => {
  const page = await openPage(rappen, { as: operator, language: 'en' });
  await visit(page, '/admin/invoices');
  await expectText(page.locator('main'), 'No invoices');
  await issueInvoices(db, nextFirst());
  await visit(page, '/admin/invoices?only=open');
  await page.getByRole('link', { name: /^IN-/ }).click();
  const drawer = page.getByRole('dialog');
  await expectText(drawer, 'CHF 108.10', 'Of it VAT 8.1 %', 'CHF 8.10');
  await expectAccessible(page);

  await drawer.getByRole('button', { name: 'Book a payment' }).click();
  await drawer.getByLabel('Amount').fill('50');
  await drawer.getByRole('button', { name: 'Show preview' }).click();
  await expectText(drawer, 'CHF 50.00');
  expect((await rappen.pool(customer.mandateId)).posted).toBe(-108_100_000_000n);
  // A press right after the preview has appeared is not for it.
  await page.waitForTimeout(600);
  await drawer.getByRole('button', { name: 'Book the payment' }).click();
  await expectText(drawer, 'partly paid', 'CHF 58.10');

  await drawer.getByRole('button', { name: 'Credit it' }).click();
  await drawer.getByLabel('Amount with VAT').fill('10.81');
  await drawer.getByLabel('Reason').fill('Ran twice');
  await drawer.getByRole('button', { name: 'Show preview' }).click();
  await expectText(drawer, 'This would be credited', 'CHF 0.81', 'CHF 47.29');
  await expectAccessible(page);
  await page.waitForTimeout(600);
  await drawer.getByRole('button', { name: 'Issue the credit note' }).click();
  await expectText(drawer, 'Credit notes', 'CHF 47.29');

  await drawer.getByRole('button', { name: 'Hold reminders' }).click();
  await drawer.getByLabel('Why no reminders are sent').fill('Disputed');
  await drawer.getByRole('button', { name: 'Hold reminders' }).last().click();
  await expectText(drawer, 'No reminders', 'Disputed');
  expect((await rappen.pool(customer.mandateId)).posted).toBe(-47_290_000_000n);

  const phone = await openPage(rappen, { as: administrator, width: 320, language: 'fr', theme: 'dark' });
  await visit(phone, '/billing/invoices');
  await phone.getByRole('link', { name: /^IN-/ }).click();
  await expectText(phone.getByRole('dialog'), 'payée en partie', 'CHF 47.29', 'Notes de crédit', 'Disputed');
  await expect(phone.getByRole('link', { name: 'Facture en PDF' })).toBeVisible();
  await expectAccessible(phone);
  await expectNoSidewaysScroll(phone);
});

test('the operator sets the payment term and the rule for invoices; mistakes are told at their fields, and each can be taken back', async () => {
  const page = await openPage(rappen, { as: operator });
  await visit(page, `/billing/settings?mandate=${customer.mandateId}`);
  const panel = page.getByRole('region', { name: 'Invoices' });
  const days = panel.getByLabel('Payment term');
  await expect(days).toHaveValue('30');
  await days.fill('121');
  await days.press('Enter');
  await expectText(panel, 'Enter 0 to 120 days.');
  await expectAccessible(page);
  await days.fill('45');
  await days.press('Enter');
  await expectText(page.locator('body'), 'The payment term is saved.');
  expect(await paymentDaysOf(db, customer.mandateId)).toBe(45);
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(days).toHaveValue('30');
  expect(await paymentDaysOf(db, customer.mandateId)).toBe(30);

  const before = await readInvoiceRule(db);
  await panel.getByRole('link', { name: 'rule for all mandates' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Rule for all invoices' });
  const reminder = (name: string) => dialog.getByRole('textbox', { name, exact: true });
  await reminder('First').fill('14');
  await reminder('Second').fill('14');
  await reminder('Last').fill('x');
  await reminder('Last').press('Enter');
  await expectText(dialog, 'Enter more days than for the reminder before it.', 'Enter 1 to 365 days.');
  await expectAccessible(page);
  await reminder('Second').fill('28');
  await reminder('Last').fill('');
  await reminder('Last').press('Enter');
  await expect(dialog).toHaveCount(0);
  expect(await readInvoiceRule(db)).toEqual({ ...before, reminderDays: [14, 28] });
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect.poll(() => readInvoiceRule(db)).toEqual(before);
});
