import { readFile } from 'node:fs/promises';
import { expect as expectThat, test } from 'vitest';
import { must } from '#kernel/assert.ts';
import { monthText } from '#kernel/day-text.ts';
import { openPage } from '#test/support/pages/open-page.ts';
import { choose } from '#test/support/pages/operator-desk.ts';
import { expectAccessible, expectNoSidewaysScroll } from '#test/support/pages/page-checks.ts';
import { expect } from '#test/support/pages/page-expect.ts';
import { expectAddress, expectText, readText } from '#test/support/pages/page-text.ts';
import { visit } from '#test/support/pages/page-visit.ts';
import { samplePeople } from '#test/support/pages/sample-people.ts';
import { startSamplePages } from '#test/support/pages/start-pages.ts';
import { readPdf } from '#test/support/pdf-reader.ts';
import { pastMonths } from '#web/features/reports/past-months.ts';
import { zurichDay } from '#web/lib/time-text.ts';

const rappen = await startSamplePages();
const people = await samplePeople(rappen);
const { pool } = rappen.context.database;

test('statements by month: one opens at its own address and says what its PDF says; who may not, is told by which right', async () => {
  const page = await openPage(rappen, { as: people.administrator });
  await visit(page, '/billing/statements');
  await expectText(page.locator('main'), 'until now', 'Opening balance', 'Closing balance');
  const newest = page.getByRole('article').first();
  const closing = await readText(newest.locator('dd .figures').last());
  await expectAccessible(page);
  await newest.getByRole('link').first().press('Enter');
  await expectAddress(page, /statements\/doc_/);
  const drawer = page.getByRole('dialog', { name: /^Statement of/ });
  await expectText(drawer, closing, 'ST-', 'VAT rate', 'kept unchanged');
  await expectAccessible(page);
  const downloading = page.waitForEvent('download');
  await drawer.getByRole('link', { name: /^PDF/ }).click();
  const download = await downloading;
  expectThat(download.suggestedFilename()).toMatch(/^rappen-statement-20\d\d-\d\d-ST-20\d\d-\d{6}\.pdf$/);
  const { pages } = await readPdf(await readFile(await download.path()));
  expectThat(pages[0]?.replace(/\s+/g, ' ')).toContain(closing);
  await page.goBack();
  await expect(drawer).toHaveCount(0);

  const narrow = await openPage(rappen, { as: people.viewer, language: 'fr', width: 320 });
  await visit(narrow, new URL(page.url()).pathname);
  await expectText(narrow.locator('main'), 'Relevés', 'Solde final');
  await expectNoSidewaysScroll(narrow);
  const user = await openPage(rappen, { as: people.user });
  await visit(user, '/billing/statements');
  await expectText(user.locator('main'), 'resource.billing.read');
});

test('the report of a month is looked at, sent to oneself and to all, and listed with its mails', async () => {
  const page = await openPage(rappen, { as: people.administrator });
  page.faults.expect(/Blocked script execution/);
  await visit(page, '/billing/settings/reports');
  await expectText(page.locator('main'), 'No reports yet');
  const month = must(pastMonths(zurichDay(new Date()), 1)[0], 'the last month');
  await choose(page, 'Look at the report of a month', monthText(month, 'en'));
  await expectAddress(page, new RegExp(`month=${month}`));
  const drawer = page.getByRole('dialog', { name: /^Report for/ });
  await expectText(drawer, 'It goes to:', 'Attached', `Verbrauch ${month}.csv`, 'ST-');
  const mail = drawer.frameLocator('iframe');
  await expectText(mail.locator('h1'), `Bericht ${monthText(month, 'de')}`);
  await expectText(mail.locator('body'), 'Anfangsbestand', 'Schlussbestand', 'Nach Modell');
  await expectAccessible(page);
  await drawer.getByRole('button', { name: 'Send to me only' }).press('Enter');
  await expectText(page.locator('body'), `The report is being sent to ${people.administrator.email}.`);
  expectThat(await reportMailsTo()).toEqual([people.administrator.email]);
  await drawer.getByRole('button', { name: 'Send to all of them' }).press('Enter');
  await expect.poll(async () => (await reportMailsTo()).length).toBe(3);
  await drawer.getByRole('button', { name: 'Close' }).press('Enter');
  const row = page.getByRole('row').filter({ hasText: monthText(month, 'en') });
  for (const to of new Set(await reportMailsTo())) await expectText(row, to);
  await expectAccessible(page);
});

async function reportMailsTo(): Promise<readonly string[]> {
  const { rows } = await pool.query<{ recipient: string }>(
    "select recipient from mail_outbox where kind = 'monthly_report' order by recipient",
  );
  return rows.map(({ recipient }) => recipient);
}

test('without a letter head the operator is told so, and fills it in; its mistakes are told at their fields', async () => {
  await rappen.database.openOwner(1).pool.query('delete from document_issuer');
  const customer = await openPage(rappen, { as: people.administrator });
  customer.faults.expect(/409/);
  await visit(customer, '/billing/statements');
  await expectText(customer.locator('main'), 'The operator has not filled in the letter head yet');
  const page = await openPage(rappen, { as: people.operator });
  await visit(page, '/admin/letter-head');
  await expectText(page.locator('main'), 'There is no letter head yet');
  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  await field('Company').fill('Betreiber AG');
  await field('Postcode').fill('8001');
  await field('Town').fill('Zürich');
  await field('IBAN').fill('CH44 3199 9123 0008 8901 2');
  await field('QR-IBAN').fill('CH44 3199 9123 0008 8901 3');
  await field('Town').press('Enter');
  await expectText(page.locator('form'), 'This is a QR-IBAN', 'the check digits do not fit');
  await expectAccessible(page);
  await field('IBAN').fill('ch93 0076 2011 6238 5295 7');
  await field('QR-IBAN').fill('CH4431999123000889012');
  await field('Town').press('Enter');
  await expectText(page.locator('body'), 'The letter head is saved.');
  await expect(field('IBAN')).toHaveValue('CH93 0076 2011 6238 5295 7');
  const { rows } = await pool.query('select company, iban, qr_iban from document_issuer');
  expectThat(rows).toEqual([
    { company: 'Betreiber AG', iban: 'CH9300762011623852957', qr_iban: 'CH4431999123000889012' },
  ]);
});
