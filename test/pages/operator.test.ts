import { test } from 'vitest';
import { openPage } from '#test/support/pages/open-page.ts';
import {
  bookedAmounts,
  choose,
  prepaidMandate,
  pressWhenItAppears,
  takeALook,
} from '#test/support/pages/operator-desk.ts';
import { expectAccessible, expectNoSidewaysScroll } from '#test/support/pages/page-checks.ts';
import { expect } from '#test/support/pages/page-expect.ts';
import { expectAddress, expectText, readRows } from '#test/support/pages/page-text.ts';
import { operatorPerson, personIn } from '#test/support/pages/sample-company.ts';
import { openedMandate } from '#test/support/pages/spending-company.ts';
import { startPages } from '#test/support/pages/start-pages.ts';

const rappen = await startPages();
const operator = await operatorPerson(rappen);
const { pool } = rappen.context.database;

test('mandates come by risk, are found and sorted by their addresses, and one opens', async () => {
  await prepaidMandate(rappen, 'Anders AG', '500');
  const empty = await prepaidMandate(rappen, 'Zuletzt AG', '0');
  const page = await openPage(rappen, { as: operator });
  await page.goto('/admin/mandates');
  const table = page.getByRole('region', { name: 'Mandates, amounts in CHF' });
  await expectText(table, 'Anders AG', 'Zuletzt AG');
  const names = async () => (await readRows(table.getByRole('table'))).map(([name = '']) => name);
  await expect.poll(async () => (await names())[1]).toBe('Zuletzt AG empty Prepaid, one pool');
  await table.getByRole('link', { name: 'Mandate', exact: true }).press('Enter');
  await expectAddress(page, /sort=name/);
  await expect.poll(async () => (await names())[1]).toBe('Anders AG ok Prepaid, one pool');
  await page.getByRole('searchbox', { name: 'Name or id' }).fill('zuletzt');
  await expectAddress(page, /q=zuletzt/);
  await expect.poll(async () => (await names()).length).toBe(2);
  await page.reload();
  await expect.poll(async () => (await names())[1]).toBe('Zuletzt AG empty Prepaid, one pool');
  await expectAccessible(page);
  await table.getByRole('link', { name: 'Zuletzt AG' }).press('Enter');
  await expectAddress(page, new RegExp(`/admin/mandates/${empty}`));
  await expectText(page.getByRole('heading', { level: 1 }), 'Zuletzt AG');
});

test('a top-up is previewed, and a double click books it once', async () => {
  const mandateId = await prepaidMandate(rappen, 'Doppelklick AG', '20');
  const page = await openPage(rappen, { as: operator });
  await page.goto(`/admin/mandates/${mandateId}`);
  await page.getByRole('link', { name: 'Top up' }).click();
  await expectAddress(page, /dialog=top-up/);
  const dialog = page.getByRole('dialog', { name: 'Top up Doppelklick AG' });
  await dialog.getByRole('button', { name: 'Show preview' }).click();
  await expectText(dialog, 'Enter an amount.', 'Say what it is for.');
  await dialog.getByRole('textbox', { name: 'Amount' }).fill("1'234.50");
  await dialog.getByRole('textbox', { name: 'Description' }).fill('Bank transfer of today');
  // The second press of a double click falls on the button to book as soon as it is there: it must not book.
  await pressWhenItAppears(page, 'Book the top-up');
  await dialog.getByRole('button', { name: 'Show preview' }).click();
  await expectText(dialog, 'This would be booked', "CHF 1'234.50", 'CHF 20.00', "CHF 1'254.50");
  expect(await bookedAmounts(rappen, mandateId, 'top_up')).toEqual(['20']);
  await takeALook(page);
  await dialog.getByRole('button', { name: 'Book the top-up' }).dblclick();
  await expectText(page.locator('body'), "CHF 1'234.50 booked. The balance is now CHF 1'254.50.");
  await expectAddress(page, /^(?!.*dialog=)/);
  expect(await bookedAmounts(rappen, mandateId, 'top_up')).toEqual(['20', '1234.5']);
  await expectText(page.getByRole('region', { name: 'Key figures' }), "CHF 1'254.50");
  await expectText(page.getByRole('region', { name: 'Latest bookings' }).first(), 'Bank transfer of today');
});

test('an answer that gets lost is told, and sent again it is booked once', async () => {
  const mandateId = await prepaidMandate(rappen, 'Funkloch AG', '0');
  const page = await openPage(rappen, { as: operator });
  page.faults.expect(/ERR_CONNECTION_RESET|Failed to load resource/);
  let lost = 0;
  await page.route(`**/${mandateId}/billing/credits`, async (route) => {
    if (route.request().method() !== 'POST' || lost > 0) return route.continue();
    lost++;
    await route.fetch();
    await route.abort('connectionreset');
  });
  await page.goto(`/admin/mandates/${mandateId}?dialog=top-up`);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Amount' }).fill('75');
  await dialog.getByRole('textbox', { name: 'Description' }).fill('Invoice 9');
  await dialog.getByRole('textbox', { name: 'Description' }).press('Enter');
  await expectText(dialog, 'Nothing is booked yet.');
  await takeALook(page);
  await dialog.getByRole('button', { name: 'Book the top-up' }).click();
  await expectText(dialog, 'The answer got lost: it may be done, or not.');
  expect(await bookedAmounts(rappen, mandateId, 'top_up')).toEqual(['75']);
  await dialog.getByRole('button', { name: 'Send again' }).click();
  await expectText(page.locator('body'), 'CHF 75.00 booked.');
  expect(lost).toBe(1);
  expect(await bookedAmounts(rappen, mandateId, 'top_up')).toEqual(['75']);
});

test('an adjustment takes away, and a refund is at most what is left of its top-up', async () => {
  const mandateId = await prepaidMandate(rappen, 'Retour AG', '100');
  const page = await openPage(rappen, { as: operator });
  await page.goto(`/admin/mandates/${mandateId}`);
  await page.getByRole('link', { name: 'Adjust' }).click();
  let dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Amount' }).fill('\u221230.05');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Charged by hand');
  await dialog.getByRole('button', { name: 'Show preview' }).click();
  await expectText(dialog, 'CHF \u221230.05', 'CHF 69.95');
  await takeALook(page);
  await dialog.getByRole('button', { name: 'Book the adjustment' }).click();
  await expectText(page.getByRole('region', { name: 'Key figures' }), 'CHF 69.95');
  expect(await bookedAmounts(rappen, mandateId, 'adjustment')).toEqual(['-30.05']);

  await page.getByRole('link', { name: /^Refund of the top-up/ }).click();
  await expectAddress(page, /dialog=refund&topUp=txn_/);
  dialog = page.getByRole('dialog');
  await expectText(dialog, 'At most CHF 100.00, what is left of it.');
  await dialog.getByRole('textbox', { name: 'Amount to pay back' }).fill('100.01');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Contract ended');
  page.faults.expect(/402/);
  await dialog.getByRole('button', { name: 'Show preview' }).click();
  await expectText(dialog, 'Enter at most CHF 100.00.');
  expect(await dialog.getByRole('textbox', { name: 'Reason' }).inputValue()).toBe('Contract ended');
  // Less is in the wallet than is left of the top-up: that is refused too, in words.
  await dialog.getByRole('textbox', { name: 'Amount to pay back' }).fill('80');
  await dialog.getByRole('button', { name: 'Show preview' }).click();
  await expectText(dialog, 'There is less in the wallet than this booking takes from it.');
  await dialog.getByRole('textbox', { name: 'Amount to pay back' }).fill('60');
  await dialog.getByRole('button', { name: 'Show preview' }).click();
  await expectText(dialog, 'Left to refund of the top-up CHF 40.00');
  await takeALook(page);
  await dialog.getByRole('button', { name: 'Book the refund' }).click();
  await expectText(page.getByRole('region', { name: 'Top-ups' }).first(), '100.00 40.00');
  expect(await bookedAmounts(rappen, mandateId, 'refund')).toEqual(['-60']);
});

test('where users have wallets, one is topped up and filled from the pool', async () => {
  const mandateId = await openedMandate(rappen, 'Portemonnaie AG', 'prepaid_user');
  const anna = await personIn(rappen, mandateId, 'user', 'Anna Portemonnaie');
  const page = await openPage(rappen, { as: operator });
  await page.goto(`/admin/mandates/${mandateId}?dialog=top-up&user=${anna.userId}`);
  let dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Amount' }).fill('5');
  await dialog.getByRole('textbox', { name: 'Description' }).fill('Gift');
  await dialog.getByRole('button', { name: 'Show preview' }).click();
  await expectText(dialog, 'Balance of Anna Portemonnaie CHF 0.00 CHF 5.00');
  await takeALook(page);
  await dialog.getByRole('button', { name: 'Book the top-up' }).click();
  await expectText(page.getByRole('region', { name: 'Top-ups' }).first(), 'Anna Portemonnaie Gift 5.00');
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Transfer credit' }).click();
  dialog = page.getByRole('dialog');
  await choose(dialog, 'Direction', 'From a user back to the pool');
  await choose(dialog, 'User', /Anna Portemonnaie/);
  await dialog.getByRole('textbox', { name: 'Amount' }).fill('2');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Too much');
  await dialog.getByRole('button', { name: 'Show preview' }).click();
  await expectText(
    dialog,
    'Balance of Anna Portemonnaie CHF 5.00 CHF 3.00',
    'Balance of the mandate’s pool CHF 0.00 CHF 2.00',
  );
  await takeALook(page);
  await dialog.getByRole('button', { name: 'Book the transfer' }).click();
  await expectText(page.locator('body'), 'CHF 2.00 transferred.');
  expect(await bookedAmounts(rappen, mandateId, 'transfer')).toEqual(['-2', '2']);
});

test('a mandate is created with its administrator, renamed, suspended, and closed with what is left', async () => {
  const page = await openPage(rappen, { as: operator });
  await page.goto('/admin/mandates');
  await page.getByRole('link', { name: 'New mandate' }).click();
  let dialog = page.getByRole('dialog', { name: 'New mandate' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Neu GmbH');
  await choose(dialog, 'Billing model', /Postpaid/);
  await dialog.getByRole('textbox', { name: 'Credit limit' }).fill('200');
  await dialog.getByRole('textbox', { name: 'E-mail address' }).fill('nora@neu.example');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Create the mandate' }).click();
  await expectAddress(page, /\/admin\/mandates\/mnd_/);
  await expectText(page.getByRole('region', { name: 'Key figures' }), 'credit limit CHF 200.00');
  const { rows } = await pool.query("select kind from mail_outbox where recipient = 'nora@neu.example'");
  expect(rows).toMatchObject([{ kind: 'invitation' }]);
  const pick = async (name: string) => {
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name }).click();
    dialog = page.getByRole('dialog');
  };
  await pick('Rename');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Neu und Partner GmbH');
  await dialog.getByRole('textbox', { name: 'Name' }).press('Enter');
  await expectText(page.getByRole('heading', { level: 1 }), 'Neu und Partner GmbH');
  await pick('Suspend');
  await dialog.getByRole('button', { name: 'Suspend' }).click();
  await expectText(page.locator('main header'), 'suspended');
  await pick('Close the mandate');
  await expectText(dialog, 'Balance that is left CHF 0.00');
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  await expectText(page.locator('main header'), 'closed');
});

test('who is no operator is told by which right he could see it', async () => {
  const mandateId = await prepaidMandate(rappen, 'Neugier AG', '1');
  const admin = await personIn(rappen, mandateId, 'mandate_admin', 'Nina Neugier');
  const page = await openPage(rappen, { as: admin });
  for (const [path, resource] of [
    ['mandates', 'resource.billing.overview'],
    [`mandates/${mandateId}`, 'resource.identity.mandates'],
    ['prices', 'resource.billing.prices'],
    ['exchange-rates', 'resource.billing.prices'],
    ['unknown-calls', 'resource.billing.overview'],
    ['proof', 'resource.operation.proof'],
    ['outbox', 'resource.operation.outbox'],
  ]) {
    await page.goto(`/admin/${path}`);
    await expectText(page.locator('main'), 'Your role in this mandate does not include', `${resource}`);
  }
});

test('on a small screen nothing sticks out, and the dialogs can be used', async () => {
  const mandateId = await prepaidMandate(rappen, 'Schmal AG', '3');
  const page = await openPage(rappen, { as: operator, width: 320, height: 640, theme: 'dark' });
  for (const path of [
    '/admin/mandates',
    `/admin/mandates/${mandateId}`,
    `/admin/mandates/${mandateId}?dialog=refund`,
  ]) {
    await page.goto(path);
    await expectText(page.locator('body'), path === '/admin/mandates' ? 'Schmal AG' : 'Top-up');
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  }
});
