import type { Page } from '@playwright/test';
import { describe, expect, test } from 'vitest';
import { openBilling } from '#billing/settings/settings.service.ts';
import { topUp } from '#billing/transactions/posting.service.ts';
import type { MandateId } from '#kernel/id.ts';
import { ApiClient } from '#test/support/api-client.ts';
import { Browser } from '#test/support/browser.ts';
import { layLine } from '#test/support/pages/cuttable-line.ts';
import { openPage } from '#test/support/pages/open-page.ts';
import { emptyMandate, type PagePerson, personIn } from '#test/support/pages/sample-company.ts';
import { startPages } from '#test/support/pages/start-pages.ts';
import { chf } from '#test/support/rappen.ts';

const line = await layLine();
const rappen = await startPages({ publicUrl: line.url });
line.target = rappen.url;
const { db } = rappen.context.database;
/** What a browser writes to its console about an answer that never came, or came from the proxy. */
const CUT = /ERR_(EMPTY_RESPONSE|CONNECTION|INCOMPLETE|NETWORK)|502|WebSocket/;
/** The page waits longer between attempts that fail. */
const AFTER_A_CUT = { timeout: 60_000 };

let topUps = 0;
const bookTopUp = (mandateId: MandateId, amount: string) =>
  topUp(db, { mandateId, amount: chf(amount), idempotencyKey: `live-${++topUps}` });

async function company(): Promise<{ readonly mandateId: MandateId; readonly person: PagePerson }> {
  const mandateId = await emptyMandate(rappen, 'Livemann AG');
  await openBilling(db, { mandateId, billingModel: 'prepaid_mandate' });
  await bookTopUp(mandateId, '100');
  return { mandateId, person: await personIn(rappen, mandateId, 'mandate_admin') };
}

/** The page, as soon as it is live and has its balance. */
async function livePage(person: PagePerson, path = '/account') {
  line.become('open');
  const page = await openPage(rappen, { as: person });
  await page.goto(line.url + path);
  await page.getByRole('button', { name: 'Live' }).waitFor();
  await pill(page, 'CHF 100.00').waitFor();
  return page;
}

const pill = (page: Page, text: string) => page.getByRole('link', { name: `Spendable now: ${text}` });

describe('a booking', () => {
  test('changes the balance in the frame by itself, each time', async () => {
    const { mandateId, person } = await company();
    const page = await livePage(person);
    for (const [amount, balance] of [
      ['20', 'CHF 120.00'],
      ['0.50', 'CHF 120.50'],
      ['1000', "CHF 1'120.50"],
    ] as const) {
      await bookTopUp(mandateId, amount);
      await pill(page, balance).waitFor();
    }
  });
});

describe('a cut', () => {
  test('is said, with how old the page is; afterwards it catches up', async () => {
    const { mandateId, person } = await company();
    const page = await livePage(person);
    page.faults.expect(CUT);
    line.become('cut');
    await page.getByRole('button', { name: /^Cut · \d+ (s|min) ago$/ }).waitFor();
    await expect
      .poll(() => page.getByRole('status').allTextContents())
      .toContain('The connection is cut. This page may be out of date.');
    await bookTopUp(mandateId, '11');
    await page.getByRole('button', { name: /^Cut · [1-9]\d* (s|min) ago$/ }).waitFor();
    expect(await pill(page, 'CHF 100.00').count()).toBe(1);
    line.become('open');
    await pill(page, 'CHF 111.00').waitFor(AFTER_A_CUT);
    await page.getByRole('button', { name: 'Live' }).waitFor(AFTER_A_CUT);
    // It has told the server where to go on.
    expect(line.passed.findLast((path) => path.startsWith('/api/events'))).toMatch(/lastEventId=\d+/);
  });

  test('is mended at once by whoever presses it', async () => {
    const { person } = await company();
    const page = await livePage(person);
    page.faults.expect(CUT);
    line.become('cut');
    // Long enough that the next attempt of its own is far away.
    const cut = page.getByRole('button', { name: /^Cut · ([1-9]\d s|\d+ min) ago$/ });
    await cut.waitFor();
    line.become('open');
    await cut.press('Enter');
    await page.getByRole('button', { name: 'Live' }).waitFor();
  });

  test('by a server that restarts: 502, then another process of the same Rappen', async () => {
    const { mandateId, person } = await company();
    const page = await livePage(person);
    page.faults.expect(CUT);
    line.become('bad gateway');
    await page.getByRole('button', { name: /^Cut · / }).waitFor();
    await bookTopUp(mandateId, '7');
    const { database, simulator } = rappen;
    line.target = (await startPages({ database, simulator, publicUrl: line.url })).url;
    line.become('open');
    await pill(page, 'CHF 107.00').waitFor(AFTER_A_CUT);
    await page.getByRole('button', { name: 'Live' }).waitFor(AFTER_A_CUT);
    await bookTopUp(mandateId, '3');
    await pill(page, 'CHF 110.00').waitFor();
    line.target = rappen.url;
  });

  test('in which more has happened than the server will tell: everything is read anew', async () => {
    const { mandateId, person } = await company();
    const page = await livePage(person, '/account/api-keys');
    page.faults.expect(CUT);
    await page.getByText('No keys yet').waitFor();
    // A place that this database has not reached, as after its restoration from a backup.
    await page.route('**/api/events?*lastEventId=*', (route) => {
      const url = route
        .request()
        .url()
        .replace(/lastEventId=[^&]*/, 'lastEventId=900000000000:900000000000:');
      return route.continue({ url });
    });
    line.become('cut');
    await page.getByRole('button', { name: /^Cut · / }).waitFor();
    const { cookie } = await rappen.signIn(person.email, person.password);
    const headers = { cookie, origin: line.url, 'x-rappen-mandate': mandateId };
    expect(
      (await new ApiClient(rappen.url, headers).post('/api/me/api-keys', { name: 'Website' })).status,
    ).toBe(201);
    line.become('open');
    await page.getByText('Website').waitFor(AFTER_A_CUT);
  });
});

describe('whoever is signed out elsewhere', () => {
  test('is led to the sign-in, and from there back to the page', async () => {
    const { mandateId, person } = await company();
    const page = await livePage(person);
    page.faults.expect(/401/);
    const address = page.url();
    expect(address).toContain(`mandate=${mandateId}`);
    const elsewhere = new Browser(line.url);
    await elsewhere.signIn(person.email, person.password);
    await elsewhere.post('/api/auth/revoke-other-sessions');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByLabel('E-mail address').fill(person.email);
    await page.getByLabel('Password', { exact: true }).fill(person.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'My account' }).waitFor();
    expect(page.url()).toBe(address);
    await page.getByRole('button', { name: 'Live' }).waitFor();
  });

  test('and whoever gets another role sees what it allows, without loading anything anew', async () => {
    const { mandateId, person } = await company();
    const page = await livePage(person);
    await page.getByRole('link', { name: 'Settings' }).waitFor();
    await rappen.database
      .openOwner(1)
      .pool.query("update membership set role = 'user' where mandate_id = $1", [mandateId.slice(4)]);
    await expect.poll(() => page.getByRole('link', { name: 'Settings' }).count(), AFTER_A_CUT).toBe(0);
    await page.getByRole('button', { name: 'Live' }).waitFor();
  });
});
