import { createServer } from 'node:net';
import type { Page } from '@playwright/test';
import { expect, test } from 'vitest';
import { CLIENT, startIssuer } from '#test/support/oidc-issuer.ts';
import { openPage } from '#test/support/pages/open-page.ts';
import { expectAccessible } from '#test/support/pages/page-checks.ts';
import { personIn } from '#test/support/pages/sample-company.ts';
import { openedMandate } from '#test/support/pages/spending-company.ts';
import { startPages } from '#test/support/pages/start-pages.ts';

// Each needs the other's address: so the issuer's port is chosen first, and Rappen asks nobody there before it is needed.
const issuerPort = await freePort();
const oidc = { issuer: `http://127.0.0.1:${issuerPort}`, ...CLIENT, name: 'Muster Login' };
const rappen = await startPages({ oidc });
const issuer = await startIssuer(`${rappen.url}/api/auth/callback/oidc`, issuerPort);
const mandateId = await openedMandate(rappen, 'Muster AG', 'prepaid_mandate');

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}

/** The issuer's own pages: who one is there, and that Rappen may know it. */
async function agreeAtIssuer(page: Page, login: string): Promise<void> {
  page.once('dialog', (dialog) => void dialog.accept());
  await page.locator('input[name=login]').fill(login);
  await page.locator('input[name=password]').fill('any');
  await page.locator('button[type=submit]').click();
  await page.locator('form[action] button[type=submit]').click();
}

/** A page of the issuer has faults of its own. */
async function openSignIn(address: string): Promise<Page> {
  const page = await openPage(rappen);
  page.faults.expect(/401|127\.0\.0\.1|fonts|Content Security/);
  await page.goto(address);
  await page.getByRole('button', { name: 'Sign in with Muster Login' }).waitFor();
  return page;
}

test('single sign-on leads back to the page that was wanted', async () => {
  const person = await personIn(rappen, mandateId, 'mandate_admin', 'Sina Sso');
  issuer.accounts.set('sina', { email: person.email, email_verified: true, name: 'Sina' });
  const wanted = `/account/api-keys?mandate=${mandateId}&dialog=new`;
  const page = await openSignIn(wanted);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Sign in with Muster Login' }).click();
  await agreeAtIssuer(page, 'sina');
  await page.getByRole('dialog', { name: 'New API key' }).waitFor();
  expect(page.url()).toBe(rappen.url + wanted);
});

test('who is nobody here is told so, and can still sign in with a password', async () => {
  issuer.accounts.set('stranger', { email: 'stranger@example.ch', email_verified: true });
  const page = await openSignIn('/sign-in');
  await page.getByRole('button', { name: 'Sign in with Muster Login' }).click();
  await agreeAtIssuer(page, 'stranger');
  await page
    .getByRole('alert')
    .filter({ hasText: 'Nobody here has the e-mail address that the single sign-on names.' })
    .waitFor();
  const person = await personIn(rappen, mandateId, 'user');
  await page.getByLabel('E-mail address').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
});

test('an issuer that does not answer is said, not waited for', async () => {
  const { database, simulator } = rappen;
  const away = { ...oidc, issuer: `http://127.0.0.1:${await freePort()}` };
  const alone = await startPages({ database, simulator, oidc: away });
  const page = await openPage(alone);
  page.faults.expect(/503/);
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Sign in with Muster Login' }).click();
  await page.getByText('The single sign-on does not answer right now.').waitFor();
});
