import type { Page } from '@playwright/test';
import { describe, expect, test } from 'vitest';
import { openBilling } from '#billing/settings/settings.service.ts';
import { must } from '#kernel/assert.ts';
import { totpCode } from '#test/support/authenticator.ts';
import { Browser } from '#test/support/browser.ts';
import { openPage } from '#test/support/pages/open-page.ts';
import { expectAccessible, expectNoSidewaysScroll, tabThrough } from '#test/support/pages/page-checks.ts';
import { emptyMandate, type PagePerson, personIn } from '#test/support/pages/sample-company.ts';
import { startPages } from '#test/support/pages/start-pages.ts';

const rappen = await startPages({
  demoLogins: async () => [
    { ...demoPerson, name: 'Dora Demo', role: 'mandate_admin', mandateName: 'Muster AG' },
  ],
});
const { db } = rappen.context.database;
const mandateId = await emptyMandate(rappen, 'Muster AG');
await openBilling(db, { mandateId, billingModel: 'prepaid_mandate' });
const demoPerson = await personIn(rappen, mandateId, 'mandate_admin', 'Dora Demo');
const newPerson = () => personIn(rappen, mandateId, 'mandate_admin');
/** The console's line about an answer 401: nobody is signed in, or the password is wrong. */
const REFUSED = /401/;

async function signIn(page: Page, { email, password }: PagePerson): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** The field with this label has the focus: what is typed lands there. */
const focused = (page: Page, label: string) =>
  expect.poll(() => page.getByLabel(label).evaluate((field) => field === document.activeElement)).toBe(true);

const overview = (page: Page) => page.getByRole('heading', { level: 1, name: 'Overview' });

describe('the way to a page', () => {
  test('leads through the sign-in to just this page, with all that its address says', async () => {
    const page = await openPage(rappen);
    page.faults.expect(REFUSED);
    const address = `/account/api-keys?mandate=${mandateId}&dialog=new`;
    await page.goto('/forgot-password');
    await page.goto(address);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await signIn(page, await newPerson());
    await page.getByRole('dialog', { name: 'New API key' }).waitFor();
    expect(page.url()).toBe(rappen.url + address);
    // The sign-in is no place to go back to.
    await page.goBack();
    await page.getByRole('heading', { name: 'Forgot your password?' }).waitFor();
  });

  test.each([
    '//evil.example/billing',
    '/\\evil.example',
    'https://evil.example',
    '/.//evil.example',
    '/api/docs',
  ])('leads to nobody else: %s', async (to) => {
    const page = await openPage(rappen);
    const foreign: string[] = [];
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== rappen.url) foreign.push(request.url());
    });
    await page.goto(`/sign-in?${new URLSearchParams({ to })}`);
    await signIn(page, await newPerson());
    await overview(page).waitFor();
    // Also for whoever is signed in already.
    await page.goto(`/sign-in?${new URLSearchParams({ to })}`);
    await overview(page).waitFor();
    expect(new URL(page.url()).pathname).toBe('/billing');
    expect(foreign).toEqual([]);
  });
});

describe('a refusal', () => {
  test('does not say which half was wrong, and loses nothing that was typed', async () => {
    const page = await openPage(rappen);
    page.faults.expect(REFUSED);
    const { email } = await newPerson();
    await page.goto('/sign-in');
    for (const address of [email, 'nobody@example.ch']) {
      const answered = page.waitForResponse(/sign-in\/email/);
      await signIn(page, { email: address, password: 'not the password', userId: demoPerson.userId });
      await answered;
      await page
        .getByRole('alert')
        .filter({ hasText: 'The e-mail address or the password is wrong.' })
        .waitFor();
      expect(await page.getByLabel('E-mail address').inputValue()).toBe(address);
    }
    await expectAccessible(page);
  });

  test('of too many attempts says how long to wait', async () => {
    const page = await openPage(rappen);
    page.faults.expect(/401|429/);
    const { email } = await newPerson();
    const attacker = new Browser(rappen.url);
    for (let attempt = 0; attempt < 10; attempt++) await attacker.signIn(email, 'not the password');
    await page.goto('/sign-in');
    await signIn(page, { email, password: 'not the password', userId: demoPerson.userId });
    const alert = page
      .getByRole('alert')
      .filter({ hasText: /Too many attempts. Try again in 1[45] min \d+ s\./ });
    await alert.waitFor();
    const before = await alert.innerText();
    await expect.poll(() => alert.innerText()).not.toBe(before);
  });

  test('of nothing typed stands at its field', async () => {
    const page = await openPage(rappen);
    await page.goto('/sign-in');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('Enter your e-mail address.').waitFor();
    await page.getByText('Enter your password.').waitFor();
    expect(await page.getByLabel('E-mail address').getAttribute('aria-invalid')).toBe('true');
  });
});

describe('the second factor', () => {
  async function personWithFactor() {
    const person = await newPerson();
    const browser = new Browser(rappen.url);
    await browser.signIn(person.email, person.password);
    const { body } = await browser.post('/api/auth/two-factor/enable', { password: person.password });
    await browser.post('/api/auth/two-factor/verify-totp', { code: totpCode(body.totpUri) });
    return { ...person, totpUri: body.totpUri as string, recoveryCodes: body.recoveryCodes as string[] };
  }

  test('is asked for after the password, by keyboard alone', async () => {
    const page = await openPage(rappen);
    page.faults.expect(REFUSED);
    const person = await personWithFactor();
    await page.goto('/sign-in?to=/account');
    await focused(page, 'E-mail address');
    await page.keyboard.type(person.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(person.password);
    await page.keyboard.press('Enter');
    await focused(page, 'Code of six digits');
    await expectAccessible(page);
    await page.keyboard.type('000000');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'This code is wrong' }).waitFor();
    await page.getByLabel('Code of six digits').focus();
    // As apps show it. Each code works once, so it is that of the next step: of an app whose clock is fast.
    const code = totpCode(person.totpUri, 1);
    await page.keyboard.type(`${code.slice(0, 3)} ${code.slice(3)}`);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'My account' }).waitFor();
  });

  test('is a recovery code, if the phone is lost', async () => {
    const page = await openPage(rappen);
    const person = await personWithFactor();
    await page.goto('/sign-in');
    await signIn(page, person);
    await page.getByRole('button', { name: 'Use a recovery code' }).click();
    await page.getByLabel('Recovery code').fill(must(person.recoveryCodes[0], 'a code'));
    await page.keyboard.press('Enter');
    await overview(page).waitFor();
  });

  test('begins anew after five wrong codes', async () => {
    const page = await openPage(rappen);
    page.faults.expect(/401|429/);
    const person = await personWithFactor();
    await page.goto('/sign-in');
    await signIn(page, person);
    const isOver = page.getByRole('alert').filter({ hasText: 'Begin anew' });
    for (let attempt = 0; attempt < 7; attempt++) {
      await focused(page, 'Code of six digits');
      await page.keyboard.type('000000');
      const answered = page.waitForResponse(/verify-totp/);
      await page.keyboard.press('Enter');
      if ((await (await answered).json()).code === 'not_signed_in') break;
      await expect.poll(() => page.getByLabel('Code of six digits').inputValue()).toBe('');
    }
    await isOver.waitFor();
    await page.getByLabel('Password', { exact: true }).waitFor();
  });
});

describe('a forgotten password', () => {
  test('is set anew by the link of a mail, which works once', async () => {
    const page = await openPage(rappen);
    page.faults.expect(/410/);
    const { email } = await newPerson();
    await page.goto('/sign-in');
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await page.getByLabel('E-mail address').fill(email);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
    await expectAccessible(page);
    const { text } = must((await rappen.mailsTo(email)).at(-1), 'the mail');
    const link = must(/http\S+set-password\?token=\S+/.exec(text)?.[0], 'the link');
    await page.goto(link);
    await page.getByLabel('New password').fill('short');
    await page.keyboard.press('Enter');
    await page.getByText('At least 12 characters.', { exact: true }).waitFor();
    await expectAccessible(page);
    await page.getByLabel('New password').fill('another horse battery');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Your password is set' }).waitFor();
    await page.getByRole('link', { name: 'Sign in' }).click();
    await signIn(page, { email, password: 'another horse battery', userId: demoPerson.userId });
    await overview(page).waitFor();
    await page.goto(link);
    await page.getByLabel('New password').fill('a third horse battery');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'This link no longer works' }).waitFor();
    await page.getByRole('link', { name: 'Get a new link' }).click();
    await page.getByRole('heading', { name: 'Forgot your password?' }).waitFor();
  });

  test('asks the same of an address that nobody has', async () => {
    const page = await openPage(rappen);
    await page.goto('/forgot-password');
    await page.getByLabel('E-mail address').fill('nobody@example.ch');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
    expect(await rappen.mailsTo('nobody@example.ch')).toEqual([]);
  });

  test('a link without its token says so', async () => {
    const page = await openPage(rappen);
    await page.goto('/set-password');
    await page.getByRole('heading', { name: 'This link no longer works' }).waitFor();
  });
});

describe('before anybody has signed in', () => {
  test('language and theme can be chosen, and stay', async () => {
    const page = await openPage(rappen, { language: 'en', theme: 'light' });
    await page.goto('/sign-in');
    await page.getByRole('button', { name: 'Language: English' }).click();
    await page.getByRole('menuitemradio', { name: 'Français' }).click();
    await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe('fr');
    await page.keyboard.press('Escape');
    await page.getByRole('banner').getByRole('button').nth(1).click();
    await page.getByRole('menuitemradio').nth(1).click();
    await page.reload();
    const shown = () =>
      page.evaluate(() => ({
        ...document.documentElement.dataset,
        lang: document.documentElement.lang,
      }));
    await expect.poll(shown).toMatchObject({ theme: 'dark', lang: 'fr' });
  });

  test('in demo mode one press signs in as somebody of the sample data', async () => {
    const page = await openPage(rappen);
    await page.goto('/sign-in?to=/account');
    await page.getByText('Demo: nothing here costs real money.').waitFor();
    await page
      .getByRole('region', { name: /sample data/ })
      .getByRole('button', { name: 'Dora Demo' })
      .click();
    await page.getByRole('heading', { name: 'My account' }).waitFor();
    await page.getByText(demoPerson.email).first().waitFor();
  });

  test.each(['light', 'dark'] as const)(
    'it is accessible in %s, also at 320 px and by keyboard',
    async (theme) => {
      const page = await openPage(rappen, { theme, width: 320, height: 700 });
      for (const path of [
        '/sign-in',
        '/sign-in?error=signup_disabled',
        '/forgot-password',
        '/set-password?token=abc',
      ]) {
        await page.goto(path);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
      }
      await page.goto('/sign-in');
      await focused(page, 'E-mail address');
      const stops = await tabThrough(page);
      expect(stops).toContain('button Sign in');
      await page.getByRole('button', { name: /^Language/ }).click();
      await expectAccessible(page);
    },
  );
});
