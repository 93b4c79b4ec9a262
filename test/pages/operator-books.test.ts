import type { Page } from '@playwright/test';
import { afterAll, test } from 'vitest';
import { must } from '#kernel/assert.ts';
import { idOf, uuidOf } from '#kernel/id.ts';
import { zurichTime } from '#kernel/zurich-time.ts';
import { insertBackdated } from '#test/support/backdated-calls.ts';
import { openPage } from '#test/support/pages/open-page.ts';
import { choose, prepaidMandate, takeALook } from '#test/support/pages/operator-desk.ts';
import { expectAccessible } from '#test/support/pages/page-checks.ts';
import { expect } from '#test/support/pages/page-expect.ts';
import { expectAddress, expectText, readRows } from '#test/support/pages/page-text.ts';
import { operatorPerson, personIn } from '#test/support/pages/sample-company.ts';
import { startPages } from '#test/support/pages/start-pages.ts';
import { makeUnknownCalls } from '#test/support/unknown-calls.ts';
import { startSchedule } from '../../src/schedule.ts';

const rappen = await startPages();
const stopSchedule = await startSchedule(rappen.context);
afterAll(() => stopSchedule(2_000));
const operator = await operatorPerson(rappen);
const { pool } = rappen.context.database;
const DAY_MS = 86_400_000;
/** The fifteenth of last month, by the calendar of Zurich. */
const LAST_MONTH = new Date(`${zurichTime(new Date()).slice(0, 7)}-15T12:00:00Z`);
LAST_MONTH.setUTCMonth(LAST_MONTH.getUTCMonth() - 1);

/** A million input tokens of gpt-5 last month: USD 1.25, with markup and at 0.80: CHF 1.50. */
async function callOfLastMonth(name: string): Promise<void> {
  const mandateId = await prepaidMandate(rappen, name, '10');
  const book = await rappen.context.prices.book();
  const priceId = uuidOf(must(book.priceAt('openai', 'gpt-5', new Date()), 'a price').id);
  const rateId = uuidOf(must(book.rateAt(new Date()), 'a rate').id);
  const usage = [{ priceId: idOf('prc', priceId), quantities: { input_tokens: 1_000_000 } }];
  const row = { at: LAST_MONTH.toISOString(), amount: -1_500_000_000n, costUsd: '1.25' };
  await insertBackdated(rappen.database.openOwner(), mandateId, [{ ...row, priceId, rateId, usage }]);
}

test('the recount runs at a press, ends green, and after a change behind the ledger’s back red', async () => {
  const page = await openPage(rappen, { as: operator });
  await page.goto('/admin/proof');
  await expectText(page.locator('main'), 'Next by itself:', '03:15');
  await page.getByRole('button', { name: 'Recount now' }).press('Enter');
  await expectText(page.locator('main'), 'Every rappen adds up', 'asked for here');
  await expectText(page.getByRole('region', { name: 'The last thirty' }).first(), 'adds up');
  await expectAccessible(page);
  const { rows } = await pool.query<{ n: number }>('select count(*)::int4 as n from proof where ok');
  expect(rows[0]?.n).toBe(1);

  await callOfLastMonth('Beleg AG');
  await expect(page.getByRole('button', { name: 'Recount now' })).toBeEnabled();
  await page.getByRole('button', { name: 'Recount now' }).click();
  await expectText(page.locator('main'), 'were found', 'Keep the database as it is');
  await page.getByRole('region', { name: 'Differences' }).getByRole('link').first().click();
  await expectText(page.getByRole('heading', { level: 1 }), 'Beleg AG');
});

test('a price is followed by a new one, after its effect on last month was shown', async () => {
  await callOfLastMonth('Wirkung AG');
  const page = await openPage(rappen, { as: operator });
  await page.goto('/admin/prices?q=gpt-5');
  await page.getByRole('link', { name: 'gpt-5', exact: true }).click();
  await expectAddress(page, /of=openai(%2F|\/)gpt-5/);
  const drawer = page.getByRole('dialog', { name: 'gpt-5', exact: true });
  await expectText(drawer, 'holds now', 'Input tokens 1.25');
  await drawer.getByRole('link', { name: 'New version' }).click();
  const dialog = page.getByRole('dialog', { name: 'New price of gpt-5' });
  const input = dialog.getByRole('textbox', { name: 'Input tokens', exact: true });
  await expect(input).toHaveValue('1.25');
  await input.fill('12,50');
  await dialog.getByRole('button', { name: 'Take out Web searches' }).click();
  await dialog.getByRole('textbox', { name: 'Source' }).fill('https://openai.example/pricing');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Show the effect' }).click();
  await expectText(
    dialog,
    'Is this right?',
    'Input tokens cost ten times what they did, or more; or a tenth, or less.',
    'Web searches had a price of their own',
    'Nothing is written yet.',
  );
  const effect = dialog.getByRole('region', { name: 'Effect by mandate' }).getByRole('table');
  await expect
    .poll(async () => (await readRows(effect)).find(([name]) => name === 'Wirkung AG')?.slice(1))
    .toEqual(['1', 'CHF 1.50', 'CHF 15.00', 'CHF 13.50 (+900 %)']);
  const count = async () =>
    (await pool.query("select 1 from price where provider = 'openai' and model = 'gpt-5'")).rowCount;
  expect(await count()).toBe(1);
  await dialog.getByRole('button', { name: 'Back' }).click();
  await expect(input).toHaveValue('12,50');
  await dialog.getByRole('button', { name: 'Show the effect' }).click();
  await expectText(dialog, 'Effect on last month (');
  await takeALook(page);
  await dialog.getByRole('button', { name: 'Write this price' }).dblclick();
  await expectText(drawer, 'to come', 'Input tokens 12.50', 'holds now');
  expect(await count()).toBe(2);
});

test('a rate far from the last one is warned of, and written once', async () => {
  const page = await openPage(rappen, { as: operator });
  await page.goto('/admin/exchange-rates');
  await page.getByRole('link', { name: 'New exchange rate' }).click();
  const dialog = page.getByRole('dialog', { name: 'New exchange rate' });
  await expectText(dialog, '0.8 holds now.');
  const rate = dialog.getByRole('textbox', { name: 'CHF for one USD' });
  await rate.fill('eighty');
  await rate.press('Enter');
  await expectText(dialog, 'Enter a rate such as 0.7953.', 'Say where the rate stands.');
  await rate.fill('0,96');
  await dialog.getByRole('textbox', { name: 'Source' }).fill('SNB, yesterday');
  await rate.press('Enter');
  await expectText(
    dialog,
    'CHF for one USD',
    'It differs by a tenth or more from the rate that it follows.',
    '+20 %',
  );
  await takeALook(page);
  await dialog.getByRole('button', { name: 'Write this rate' }).dblclick();
  const table = page.getByRole('region', { name: 'Exchange rates' });
  await expectText(table, 'to come', '0.96');
  const { rowCount } = await pool.query('select 1 from exchange_rate where chf_per_usd = 0.96');
  expect(rowCount).toBe(1);
});

test('a call of unknown cost is charged, another written off, each after its preview', async () => {
  const member = await rappen.caller({ balance: '10' });
  await makeUnknownCalls(rappen, member, ['0.4', '0.3']);
  const page = await openPage(rappen, { as: operator });
  await page.goto('/admin/unknown-calls');
  const settle = page.getByRole('link', { name: /^Settle the call/ });
  await settle.first().click();
  await expectAddress(page, /call=hld_/);
  const dialog = page.getByRole('dialog', { name: 'Settle a call of unknown cost' });
  await expectText(dialog, 'can have cost CHF 0.40 at most');
  await dialog.getByRole('textbox', { name: 'Charge' }).fill('0.25');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Usage page of the provider');
  await dialog.getByRole('button', { name: 'Show preview' }).click();
  await expectText(dialog, 'This would be charged', 'CHF 0.25', 'CHF 9.75');
  await takeALook(page);
  await dialog.getByRole('button', { name: 'Charge it' }).dblclick();
  await expect(settle).toHaveCount(1);
  expect((await rappen.pool(member.mandateId)).posted).toBe(9_750_000_000n);
  await settle.click();
  await choose(dialog, 'How', /Write it off/);
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Our mistake');
  await dialog.getByRole('button', { name: 'Show preview' }).click();
  await expectText(dialog, 'The call would be written off');
  await takeALook(page);
  await dialog.getByRole('button', { name: 'Write it off' }).click();
  await expectText(page.locator('main'), 'None is open');
  expect((await rappen.pool(member.mandateId)).posted).toBe(9_750_000_000n);
});

/** Keeps such answers from the page until what this gives back is called. */
async function holdBack(page: Page, address: RegExp): Promise<() => void> {
  let letThrough = () => {};
  const held = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  await page.route(address, async (route) => {
    await held;
    await route.continue();
  });
  return letThrough;
}

test('a mail with a secret is read only at a press, which the audit log tells of', async () => {
  const mandateId = await prepaidMandate(rappen, 'Brief AG', '1');
  const admin = await personIn(rappen, mandateId, 'mandate_admin', 'Berta Brief');
  const inviting = await openPage(rappen, { as: operator });
  await inviting.goto('/admin/mandates?dialog=new');
  const form = inviting.getByRole('dialog', { name: 'New mandate' });
  await form.getByRole('textbox', { name: 'Name' }).fill('Gruss AG');
  await form.getByRole('textbox', { name: 'E-mail address' }).fill('gina@gruss.example');
  await form.getByRole('button', { name: 'Create the mandate' }).click();
  await expectText(inviting.getByRole('heading', { level: 1 }), 'Gruss AG');

  const page = await openPage(rappen, { as: operator });
  await page.goto('/admin/outbox');
  const readings = async () =>
    (await pool.query("select 1 from audit_entry where action = 'mail.read'")).rowCount ?? 0;
  await page
    .getByRole('row', { name: /gina@gruss.example/ })
    .getByRole('link')
    .click();
  await expectAddress(page, /mail=mal_/);
  const drawer = page.getByRole('dialog');
  await expectText(drawer, 'gina@gruss.example', 'Reading it is recorded in the audit log');
  expect(await readings()).toBe(0);
  await drawer.getByRole('button', { name: 'Read it, and have it recorded' }).click();
  await expectText(drawer, '/set-password?token=');
  await expectAccessible(page);
  expect(await readings()).toBe(1);
  // Without a mail server it is kept, and so it is again, which the drawer follows; what was read is not read once more.
  const again = drawer.getByRole('button', { name: 'Send again' });
  await expectText(drawer, 'kept');
  const letThrough = await holdBack(page, /\/api\/admin\/outbox(\?|$)/);
  await again.press('Enter');
  await expectText(page.locator('body'), 'The mail to gina@gruss.example is being sent.');
  await expectText(drawer, 'waiting', '/set-password?token=');
  await expect(again).toHaveCount(0);
  letThrough();
  await expectText(drawer, 'kept', '/set-password?token=');
  await expect(again).toBeVisible();
  expect(await readings()).toBe(1);
  await page.goBack();
  await expect(drawer).toHaveCount(0);

  await page.goto('/admin/audit?action=mail');
  const log = page.getByRole('list', { name: 'Entries of the audit log' });
  await expectText(log, 'Olga Operator', 'Mail with a secret read', 'gina@gruss.example');
  await choose(page, 'About', 'Mandates');
  await expectAddress(page, /action=mandate/);
  await expectText(log, 'Mandate created', 'Gruss AG', 'prepaid_mandate');
  await log.getByRole('button', { name: 'Gruss AG' }).first().click();
  await expectAddress(page, /of=mnd_/);
  await page.reload();
  await expectText(log, 'Mandate created');
  await expectAccessible(page);

  // An administrator sees what was done in his own mandate, and nothing of others.
  const own = await openPage(rappen, { as: admin });
  await own.goto('/admin/audit');
  await expectText(own.locator('main'), 'No changes');
});

test('what a change was is told with its before and after', async () => {
  const mandateId = await prepaidMandate(rappen, 'Vorher AG', '1');
  const page = await openPage(rappen, { as: operator });
  await page.goto(`/admin/mandates/${mandateId}?dialog=suspend`);
  await page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click();
  await expectText(page.locator('main header'), 'suspended');
  const since = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
  await page.goto(`/admin/audit?of=${mandateId}&from=${since}`);
  const log = page.getByRole('list', { name: 'Entries of the audit log' });
  await expectText(log, 'Mandate changed', 'Status before: active after: suspended');
  await log.getByText('1 value stayed the same').click();
  await expectText(log, 'Name Vorher AG');
});
