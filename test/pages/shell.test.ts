import type { Page } from '@playwright/test';
import { describe, expect, test } from 'vitest';
import { topUp } from '#billing/transactions/posting.service.ts';
import type { Role } from '#identity/permissions.ts';
import { type MandateId, newId, type UserId, uuidOf } from '#kernel/id.ts';
import { ApiClient } from '#test/support/api-client.ts';
import { openPage } from '#test/support/pages/open-page.ts';
import { expectAccessible, expectNoSidewaysScroll, tabThrough } from '#test/support/pages/page-checks.ts';
import { operatorPerson, type PagePerson, personIn } from '#test/support/pages/sample-company.ts';
import { openedMandate } from '#test/support/pages/spending-company.ts';
import { startPages } from '#test/support/pages/start-pages.ts';
import { chf } from '#test/support/rappen.ts';

const rappen = await startPages();
const { db } = rappen.context.database;
const owner = rappen.database.openOwner(1).pool;

async function mandateWith(name: string, amount: string): Promise<MandateId> {
  const mandateId = await openedMandate(rappen, name, 'prepaid_mandate');
  if (chf(amount) > 0n) await topUp(db, { mandateId, amount: chf(amount), idempotencyKey: 'opening' });
  return mandateId;
}

async function join(mandateId: MandateId, userId: UserId, role: Role): Promise<void> {
  await owner.query('insert into membership (mandate_id, user_id, role) values ($1, $2, $3)', [
    uuidOf(mandateId),
    uuidOf(userId),
    role,
  ]);
}

const rich = await mandateWith('Muster Druck AG', '1234.567');
const poor = await mandateWith('Atelier Sàrl', '0');
const both = await personIn(rappen, rich, 'mandate_admin', 'Berta Beide');
await join(poor, both.userId, 'user');
const operator = await operatorPerson(rappen);

/** The account's page, since it needs no data of its own. */
async function openAccount(person: PagePerson, options: Parameters<typeof openPage>[1] = {}) {
  const page = await openPage(rappen, { as: person, ...options });
  await page.goto(`/account?mandate=${rich}`);
  await page.getByRole('heading', { name: 'My account' }).waitFor();
  return page;
}

const pill = (page: Page, text: string) => page.getByRole('link', { name: `Spendable now: ${text}` });
const switcher = (page: Page, name: string) =>
  page.getByRole('button', { name: `Mandate: ${name}. Choose another` });

describe('whose money, and how much', () => {
  test('is on the page, and leads to the overview; it is never said to be more than it is', async () => {
    const page = await openAccount(both);
    await pill(page, "CHF 1'234.56").click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    expect(page.url()).toContain(`mandate=${rich}`);
  });

  test('another mandate is chosen by keyboard, on the same page; its balance is said in words', async () => {
    const page = await openAccount(both);
    await switcher(page, 'Muster Druck AG').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: /^Muster Druck AG/ }).waitFor();
    await expectAccessible(page);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await switcher(page, 'Atelier Sàrl').waitFor();
    await pill(page, 'CHF 0.00 · requests are refused').waitFor();
    expect(page.url()).toContain(`/account?mandate=${poor}`);
    // Where somebody was last is where an address without a mandate leads.
    await page.goto('/account');
    await switcher(page, 'Atelier Sàrl').waitFor();
    expect(await page.getByRole('link', { name: 'Settings' }).count()).toBe(0);
  });

  test('of a suspended mandate nothing can be spent, whatever it has', async () => {
    const mandateId = await mandateWith('Gestoppt GmbH', '50');
    const person = await personIn(rappen, mandateId, 'user');
    await owner.query("update mandate set status = 'suspended' where mandate_id = $1", [uuidOf(mandateId)]);
    const page = await openPage(rappen, { as: person });
    await page.goto('/account');
    await pill(page, 'CHF 50.00 · mandate suspended').waitFor();
    // With one mandate there is nothing to choose.
    expect(await page.getByRole('button', { name: /^Mandate:/ }).count()).toBe(0);
    await page.getByText('Gestoppt GmbH', { exact: true }).waitFor();
  });
});

describe('the operator', () => {
  test('finds every mandate by a part of its name, is told that he visits it, and finds the way back', async () => {
    const page = await openPage(rappen, { as: operator });
    await page.goto('/account');
    await switcher(page, 'Root').click();
    await page.getByRole('searchbox', { name: 'Search mandates' }).waitFor();
    await page.keyboard.type('druck');
    await expect.poll(() => page.getByRole('menuitem').allTextContents()).toEqual(['Muster Druck AG']);
    await expectAccessible(page);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByText('You are in Muster Druck AG as the operator').waitFor();
    await pill(page, "CHF 1'234.56").waitFor();
    for (const name of [
      'Mandates',
      'Prices',
      'Exchange rates',
      'Calls of unknown cost',
      'Proof',
      'Outbox',
      'Audit log',
    ])
      await page.getByRole('navigation').getByRole('link', { name, exact: true }).waitFor();
    await page.getByRole('link', { name: 'Back to Root' }).click();
    await switcher(page, 'Root').waitFor();
  });
});

describe('an address', () => {
  test('of a mandate that one has no access to says so, and leads back', async () => {
    const person = await personIn(rappen, rich, 'user');
    const page = await openPage(rappen, { as: person });
    page.faults.expect(/404/);
    for (const mandate of [poor, newId('mnd'), 'nonsense']) {
      await page.goto(`/billing?mandate=${mandate}`);
      await page.getByRole('heading', { name: 'You have no access to this mandate' }).waitFor();
    }
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Go to Muster Druck AG' }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  });

  test('of whoever is in no mandate says so; his account is his own all the same', async () => {
    const mandateId = await mandateWith('Verlassen AG', '0');
    const person = await personIn(rappen, mandateId, 'user');
    await owner.query('delete from membership where user_id = $1', [uuidOf(person.userId)]);
    const page = await openPage(rappen, { as: person });
    await page.goto('/billing');
    await page.getByRole('heading', { name: 'You belong to no mandate yet' }).waitFor();
    await page.getByRole('link', { name: 'My account' }).click();
    await page.getByRole('heading', { name: 'My account' }).waitFor();
    await page.getByLabel('Present password').waitFor();
  });
});

describe('the menu of whoever is signed in', () => {
  test('changes language and theme, of the mails too; both stay', async () => {
    const person = await personIn(rappen, rich, 'user', 'Luca Lingua');
    const page = await openAccount(person);
    const menu = page.getByRole('button', { name: 'Menu of Luca Lingua, LL' });
    await menu.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
    await menu.click();
    await expectAccessible(page);
    const saved = page.waitForResponse((response) => response.request().method() === 'PATCH');
    await page.getByRole('menuitemradio', { name: 'Italiano' }).click();
    expect((await saved).status()).toBe(200);
    await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe('it');
    const api = new ApiClient(rappen.url, await rappen.signIn(person.email, person.password));
    expect((await api.get('/api/me')).body.user.language).toBe('it');
    await page.reload();
    const root = () =>
      page.evaluate(() => ({
        lang: document.documentElement.lang,
        theme: document.documentElement.dataset.theme,
      }));
    await expect.poll(root).toEqual({ lang: 'it', theme: 'dark' });
  });

  test('signs out: Back shows nothing any more', async () => {
    const page = await openAccount(both);
    page.faults.expect(/401/);
    await page.getByRole('button', { name: 'Menu of Berta Beide, BB' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.getByText('Muster Druck AG').count()).toBe(0);
  });

  test('closes with Escape, and the keyboard is where it was', async () => {
    const page = await openAccount(both);
    const menu = page.getByRole('button', { name: 'Menu of Berta Beide, BB' });
    await menu.focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('menuitem', { name: 'My account' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await expect.poll(() => menu.evaluate((button) => button === document.activeElement)).toBe(true);
  });
});

describe('the command palette', () => {
  async function openPalette(page: Page) {
    await page.keyboard.press('Control+k');
    await page.getByRole('searchbox', { name: 'Search and commands' }).waitFor();
  }

  test('leads to a page, a mandate, and a booking by its id', async () => {
    const page = await openAccount(both);
    await openPalette(page);
    await expectAccessible(page);
    await page.keyboard.type('api keys');
    await page.getByRole('menuitem', { name: 'My API keys' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'My API keys' }).waitFor();
    await openPalette(page);
    await page.keyboard.type('atelier');
    await page.getByRole('menuitem', { name: 'Atelier Sàrl' }).click();
    await switcher(page, 'Atelier Sàrl').waitFor();
    await openPalette(page);
    const id = newId('txn');
    await page.keyboard.insertText(` ${id} `);
    await page.getByRole('menuitem', { name: `Open booking ${id}` }).waitFor();
    page.faults.expect(/404/);
    await page.getByRole('menuitem', { name: `Open booking ${id}` }).click();
    await expect.poll(() => new URL(page.url()).pathname).toBe(`/billing/transactions/${id}`);
  });

  test('does what the menus do; Escape and the keys again close it', async () => {
    const page = await openAccount(both);
    await openPalette(page);
    await page.keyboard.type('theme: dark');
    await page.getByRole('menuitem', { name: 'Theme: Dark' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
    const dialog = page.getByRole('dialog', { name: 'Search and commands' });
    await dialog.waitFor({ state: 'detached' });
    await openPalette(page);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await openPalette(page);
    await page.keyboard.press('Control+k');
    await dialog.waitFor({ state: 'detached' });
    await openPalette(page);
    await page.keyboard.type('nothing like this');
    await page.getByText('Nothing found.').waitFor();
  });
});

describe('the frame', () => {
  test('begins with a way past the navigation, and goes on in the page that was chosen', async () => {
    const page = await openAccount(both);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const focused = () => page.evaluate(() => document.activeElement?.id);
    await expect.poll(focused).toBe('main');
    const keys = page.getByRole('navigation').getByRole('link', { name: 'Overview' });
    await keys.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await expect.poll(focused).toBe('main');
    await expect.poll(() => keys.getAttribute('aria-current')).toBe('page');
    await expect.poll(() => page.title()).toBe('Overview · Rappen');
  });

  test.each(['light', 'dark'] as const)(
    'is accessible in %s, also in the drawer at 320 px',
    async (theme) => {
      const page = await openAccount(both, { theme });
      await expectAccessible(page);
      expect(await tabThrough(page)).toContain('a Transactions');
      await page.setViewportSize({ width: 320, height: 700 });
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Open the navigation' }).click();
      const drawer = page.getByRole('dialog', { name: 'Navigation' });
      await drawer.waitFor();
      await expectAccessible(page);
      await drawer.getByRole('link', { name: 'Transactions' }).click();
      await drawer.waitFor({ state: 'detached' });
      await page.getByRole('heading', { level: 1, name: 'Transactions' }).waitFor();
      for (const width of [768, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        await expectNoSidewaysScroll(page);
      }
    },
  );

  test('says what the keyboard can do', async () => {
    const page = await openAccount(both);
    await page.getByRole('button', { name: 'Menu of Berta Beide, BB' }).click();
    await page.getByRole('menuitem', { name: 'Keyboard shortcuts' }).click();
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await expectAccessible(page);
  });
});
