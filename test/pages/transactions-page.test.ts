import { describe, expect, test } from 'vitest';
import { must } from '#kernel/assert.ts';
import { parseChf } from '#kernel/money.ts';
import { exactMoneyText } from '#kernel/money-text.ts';
import { ApiClient } from '#test/support/api-client.ts';
import { addMember } from '#test/support/mandate-factory.ts';
import { openPage } from '#test/support/pages/open-page.ts';
import {
  expectAccessible,
  expectNoSidewaysScroll,
  layoutShift,
  watchLayoutShift,
} from '#test/support/pages/page-checks.ts';
import { operatorPerson, personIn } from '#test/support/pages/sample-company.ts';
import { startPages } from '#test/support/pages/start-pages.ts';
import { soon, TransactionsView } from '#test/support/pages/transactions-view.ts';
import { WIRE_FORMATS } from '#test/support/wire-formats.ts';

/** Find a booking, follow its arithmetic, send it to a colleague. */

const rappen = await startPages();
const caller = await rappen.caller({ role: 'mandate_admin', balance: '10' });
const { mandateId } = caller;
const second = await addMember(rappen.context.database.db, mandateId, 'user');
for (const { key } of [caller, second, second])
  for (const { path, body } of Object.values(WIRE_FORMATS)) await (await rappen.post(path, key, body)).text();
await rappen.settled();
const anna = await personIn(rappen, mandateId, 'mandate_admin', 'Anna Administrator');
const viewer = await personIn(rappen, mandateId, 'viewer', 'Vreni Viewer');
const { cookie } = await rappen.signIn(anna.email, anna.password);
const api = new ApiClient(rappen.url, { cookie, 'x-rappen-mandate': mandateId });

const all = 3 * Object.keys(WIRE_FORMATS).length + 1;
const openaiCalls = 3 * Object.values(WIRE_FORMATS).filter(({ provider }) => provider === 'openai').length;

async function openTransactions(search: Readonly<Record<string, string>> = {}, as = anna) {
  const page = await openPage(rappen, { as });
  const view = new TransactionsView(page);
  await view.open(mandateId, search);
  return { page, view };
}

describe('somebody looks for a booking', () => {
  test('filters, opens, follows the arithmetic, and a colleague sees the same by the link', async () => {
    const { page, view } = await openTransactions();
    await soon(() => view.rows().count()).toBe(all);
    await view.choose('Provider', 'OpenAI');
    await soon(() => view.rows().count()).toBe(openaiCalls);
    expect(view.search()).toEqual({ provider: 'openai' });
    await soon(() => view.figure(/^Bookings$/).innerText()).toBe(String(openaiCalls));

    // The keyboard alone: the first row by Tab, down, and Enter.
    await view.rows().first().focus();
    await page.keyboard.press('ArrowDown');
    const id = must(await view.rows().nth(1).getAttribute('data-booking'), 'an id');
    await soon(() => page.evaluate(() => document.activeElement?.getAttribute('data-booking'))).toBe(id);
    await page.keyboard.press('Enter');
    await view.drawer().getByRole('heading', { name: 'Usage', exact: true }).waitFor();
    await view.drawer().getByText('Exactly this was booked').waitFor();
    expect(page.url()).toContain(`/billing/transactions/${id}?`);

    const { calculation, transaction } = (await api.get(`/api/billing/transactions/${id}`)).body;
    const text = await view.drawer().innerText();
    expect(text).toContain(exactMoneyText(must(parseChf(transaction.amountChf), 'an amount')));
    for (const { usdPerMillion, costUsd, quantity } of calculation.parts[0].lines) {
      expect(text).toContain(`${usdPerMillion} per million`);
      expect(text).toContain(costUsd);
      expect(text).toContain(String(quantity));
    }
    expect(text).toContain('Markup of 50 %');
    expect(text).toContain('0.8 CHF/USD');
    expect(text).toContain('Exactly this was booked');
    expect(text).toContain(transaction.requestId);
    await expectAccessible(page);

    const colleague = await openPage(rappen, { as: viewer, timeZone: 'America/New_York' });
    await colleague.goto(page.url());
    const theirs = new TransactionsView(colleague);
    await theirs.drawer().getByText('Exactly this was booked').waitFor();
    await soon(() => theirs.drawer().innerText()).toBe(text);
  });

  test('Back closes the drawer, then takes the filter back; a reload keeps both', async () => {
    const { page, view } = await openTransactions();
    await view.choose('Type', 'Top-up');
    await soon(() => view.rows().count()).toBe(1);
    await view.rows().first().click();
    await view.drawer().getByRole('heading', { name: 'Top-up', exact: true }).waitFor();
    await page.reload();
    await view.drawer().getByRole('heading', { name: 'Top-up', exact: true }).waitFor();
    expect(view.search()).toEqual({ type: 'top_up' });
    await page.goBack();
    await soon(() => view.drawer().count()).toBe(0);
    await soon(() => view.rows().count()).toBe(1);
    await page.goBack();
    await soon(() => view.rows().count()).toBe(all);
    expect(view.search()).toEqual({});
  });

  test('each condition is a chip with a cross, and all go at once', async () => {
    const { page, view } = await openTransactions({ provider: 'openai', feature: 'api', min: '0', q: 'gpt' });
    await page.getByRole('button', { name: 'Remove the filter Provider' }).click();
    await page.getByRole('button', { name: 'Remove the filter Amount' }).click();
    await soon(() => view.search()).toEqual({ feature: 'api', q: 'gpt' });
    await page.getByRole('button', { name: 'Clear all' }).click();
    await soon(() => view.search()).toEqual({});
    await soon(() => view.rows().count()).toBe(all);
    await soon(() => page.getByRole('searchbox', { name: 'Text or id' }).inputValue()).toBe('');
  });

  test('by key, by amount and by an id', async () => {
    const { page, view } = await openTransactions({ key: second.keyId });
    await soon(() => view.rows().count()).toBe((all - 1) * (2 / 3));
    await page.getByRole('button', { name: 'Remove the filter API key' }).click();
    await page.getByRole('button', { name: 'Amount', exact: true }).click();
    await page.getByLabel('At least').fill("1'0");
    await page.keyboard.press('Enter');
    await soon(() => view.search()).toEqual({ min: '10.00' });
    await soon(() => view.rows().count()).toBe(1);
    await page.getByRole('button', { name: 'Clear all' }).click();
    await soon(() => view.rows().count()).toBe(all);
    const [booking] = (await api.get('/api/billing/transactions?type=usage&limit=1')).body.transactions;
    await page.getByRole('searchbox', { name: 'Text or id' }).fill(booking.requestId);
    await soon(() => view.rows().count()).toBe(1);
    await soon(() => view.rows().first().getAttribute('data-booking')).toBe(booking.id);
  });

  test('the drawer goes to the booking before and after, and leaves the focus where it ended', async () => {
    const { page, view } = await openTransactions();
    await soon(() => view.rows().count()).toBe(all);
    const ids = await view.rows().evaluateAll((rows) => rows.map((row) => row.getAttribute('data-booking')));
    await view.rows().nth(2).click();
    await view.drawer().getByRole('button', { name: 'Older booking (→)' }).click();
    await soon(() => page.url()).toContain(`/${ids[3]}?`);
    await page.keyboard.press('ArrowRight');
    await soon(() => page.url()).toContain(`/${ids[4]}?`);
    await page.keyboard.press('ArrowLeft');
    await soon(() => page.url()).toContain(`/${ids[3]}?`);
    await page.keyboard.press('Escape');
    await soon(() => view.drawer().count()).toBe(0);
    await soon(() => page.evaluate(() => document.activeElement?.getAttribute('data-booking'))).toBe(ids[3]);
  });

  test('a top-up says who has made it, and why', async () => {
    const operator = await operatorPerson(rappen);
    const { cookie } = await rappen.signIn(operator.email, operator.password);
    const office = new ApiClient(rappen.url, { cookie, origin: rappen.url, 'idempotency-key': 'a-top-up' });
    const { mandateId: theirs } = await rappen.caller({ balance: '0' });
    const { status, body } = await office.post(`/api/admin/mandates/${theirs}/billing/credits`, {
      amountChf: '50',
      description: 'Invoice 4711',
    });
    expect(status, JSON.stringify(body)).toBe(201);
    const page = await openPage(rappen, { as: operator });
    await page.goto(`/billing/transactions/${body.transactionId}?mandate=${theirs}`);
    const drawer = page.getByRole('dialog');
    await drawer.getByText('Invoice 4711').waitFor();
    await drawer.getByText('Olga Operator').waitFor();
    await drawer.getByRole('link', { name: 'Audit log of that day' }).click();
    await page.getByRole('heading', { level: 1, name: 'Audit log' }).waitFor();
    await page.getByText('Invoice 4711').first().waitFor();
  });

  test('a link to a booking of another mandate says that there is none here', async () => {
    const other = await rappen.caller();
    const [foreign] = (await api.get('/api/billing/transactions?limit=1')).body.transactions;
    const person = await personIn(rappen, other.mandateId, 'mandate_admin');
    const page = await openPage(rappen, { as: person });
    page.faults.expect(/404/);
    await page.goto(`/billing/transactions/${foreign.id}?mandate=${other.mandateId}`);
    await page.getByText('There is no such booking here').waitFor();
  });

  test('nothing found, and nothing booked yet', async () => {
    const { page, view } = await openTransactions({ q: 'there is no such text' });
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await soon(() => view.rows().count()).toBe(all);
    const { mandateId: empty } = await rappen.caller({ balance: '0' });
    const newcomer = await openPage(rappen, { as: await personIn(rappen, empty, 'mandate_admin') });
    await newcomer.goto(`/billing/transactions?mandate=${empty}`);
    await newcomer.getByText('Nothing has been booked yet').waitFor();
  });

  test('a refusal shows its request and another try', async () => {
    const page = await openPage(rappen, { as: anna });
    page.faults.expect(/500/);
    let isBroken = true;
    await page.route(/\/api\/billing\/transactions\?/, (route) => {
      if (!isBroken) return route.continue();
      const json = { code: 'internal', title: 'Internal', requestId: 'req_of-the-refusal' };
      return route.fulfill({ status: 500, contentType: 'application/problem+json', json });
    });
    await page.goto(`/billing/transactions?mandate=${mandateId}`);
    await page.getByText('req_of-the-refusal').waitFor();
    isBroken = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await soon(() => new TransactionsView(page).rows().count()).toBeGreaterThan(10);
  });
});

describe('whoever reads it', () => {
  test('sees that the wallet has more movements than those of his own', async () => {
    const user = await personIn(rappen, mandateId, 'user', 'Urs User');
    const page = await openPage(rappen, { as: user });
    await page.goto(`/billing/transactions?mandate=${mandateId}`);
    const view = new TransactionsView(page);
    await soon(() => view.figure(/^Bookings$/).innerText()).toBe('0');
    await soon(() => view.figure(`All movements (${all})`).innerText()).toMatch(/\d/);
    expect(await page.getByText('These bookings').count()).toBe(0);
  });

  test.each(['light', 'dark'] as const)('%s: accessible, with what opens', async (theme) => {
    const page = await openPage(rappen, { as: anna, theme });
    const view = new TransactionsView(page);
    await view.open(mandateId, { group: 'day', provider: 'openai' });
    await view.figure('Closing').getByText(/\d/).waitFor();
    await expectAccessible(page);
    for (const name of [/^Days/, 'Model', 'Amount', 'Columns', 'Export']) {
      await page.getByRole('button', { name, exact: typeof name === 'string' }).click();
      await page.getByRole('dialog').waitFor();
      await expectAccessible(page);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
  });

  test.each([320, 768, 1440])('%i px: the page is never moved sideways', async (width) => {
    const page = await openPage(rappen, { as: anna, width });
    const view = new TransactionsView(page);
    await view.open(mandateId);
    await view.rows().first().waitFor();
    await expectNoSidewaysScroll(page);
    await view.rows().first().click();
    await view.drawer().getByText('Ids').waitFor();
    await expectNoSidewaysScroll(page);
  });

  test('nothing moves while it is read', async () => {
    const page = await openPage(rappen, { as: anna });
    await watchLayoutShift(page);
    const view = new TransactionsView(page);
    await view.open(mandateId, { provider: 'openai' });
    await soon(() => view.rows().count()).toBe(openaiCalls);
    await view.figure('Closing').getByText(/\d/).waitFor();
    expect(await layoutShift(page)).toBeLessThan(0.02);
  });

  test('columns that somebody has chosen stay chosen', async () => {
    const { page, view } = await openTransactions();
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('option', { name: 'Balance CHF' }).click();
    await page.getByRole('option', { name: 'Request' }).click();
    await page.keyboard.press('Escape');
    await page.reload();
    await view.grid.getByRole('columnheader', { name: 'Request' }).waitFor();
    expect(await view.grid.getByRole('columnheader', { name: 'Balance CHF' }).count()).toBe(0);
  });

  test('new bookings are offered, and do not push the rows', async () => {
    const { page, view } = await openTransactions();
    await soon(() => view.rows().count()).toBe(all);
    await page.getByText('Live', { exact: true }).waitFor();
    const first = await view.rows().first().getAttribute('data-booking');
    const { path, body } = WIRE_FORMATS.chat;
    await (await rappen.post(path, caller.key, body)).text();
    const bar = page.getByRole('button', { name: '1 new booking' });
    await bar.waitFor();
    expect(await view.rows().first().getAttribute('data-booking')).toBe(first);
    await bar.click();
    await soon(() => view.rows().count()).toBe(all + 1);
    await soon(() => view.rows().first().getAttribute('data-booking')).not.toBe(first);
    await soon(() => bar.count()).toBe(0);
  });
});
