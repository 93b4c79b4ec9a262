import { describe, test } from 'vitest';
import { openWallet } from '#billing/accounts/account.store.ts';
import { tellDueNotices } from '#billing/notifications/tell-notices.ts';
import { post } from '#billing/transactions/posting.service.ts';
import { createApiKey } from '#identity/api-keys/api-key.service.ts';
import { silentLog } from '#kernel/log.ts';
import { openPage } from '#test/support/pages/open-page.ts';
import { expectAccessible, expectNoSidewaysScroll } from '#test/support/pages/page-checks.ts';
import { expect } from '#test/support/pages/page-expect.ts';
import { expectText } from '#test/support/pages/page-text.ts';
import { settingsDesk } from '#test/support/pages/settings-desk.ts';
import { startPages } from '#test/support/pages/start-pages.ts';
import { chf } from '#test/support/rappen.ts';
import { WIRE_FORMATS } from '#test/support/wire-formats.ts';

const rappen = await startPages();
const { db } = rappen.context.database;
const WARNINGS = '/billing/settings/warnings';

const tell = () => tellDueNotices({ db, log: silentLog, publicAddress: rappen.context.publicAddress });

describe('a warning', () => {
  test('appears on whatever page is open, can be put away, and stands in the list with who was told', async () => {
    const { mandateId, anna, api, path } = await settingsDesk(rappen, 'Knapp AG');
    const { body } = await api.get(`${path}/billing/settings`);
    const { terms: _terms, ...own } = body;
    const warnings = { belowChf: '300', belowPercent: null, daysLeft: null };
    await api.send('PUT', `${path}/billing/settings`, {
      ...own,
      warnings,
      recipients: ['books@knapp.example'],
    });
    const { key } = await createApiKey(db, { mandateId, userId: anna.userId, name: 'Nightly' });
    const page = await openPage(rappen, { as: anna, width: 320 });
    await page.goto('/account');
    await page.getByRole('button', { name: 'Live' }).waitFor();
    const { path: chat, body: request } = WIRE_FORMATS.chat;
    await (await rappen.post(chat, key, request)).text();
    await rappen.settled();
    await tell();
    const notice = page.getByText('The balance is running low: CHF 299.99 left.');
    await expect(notice).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.getByRole('button', { name: 'Close this warning' }).press('Enter');
    await expect(notice).toHaveCount(0);
    await page.goto(WARNINGS);
    const row = page.getByRole('region', { name: 'List of warnings' }).getByRole('row').nth(1);
    await expectText(row, 'low', 'CHF 299.99', 'CHF 300.00', 'books@knapp.example');
  });
});

describe('the webhook', () => {
  test('is refused where it leads into a private network; one that is set shows its secret once, and its messages', async () => {
    const { anna, api, path } = await settingsDesk(rappen, 'Haken AG');
    const page = await openPage(rappen, { as: anna });
    page.faults.expect(/422/);
    await page.goto(WARNINGS);
    const main = page.getByRole('main');
    await expectText(main, 'No warnings yet', 'Nothing was sent yet.');
    const address = main.getByRole('textbox', { name: /Address/ });
    await address.fill('https://169.254.169.254/');
    await address.press('Enter');
    await expectText(main, 'must be reachable on the public internet');
    await address.fill('https://hooks.example.com/in');
    await address.press('Enter');
    await expectText(main, 'This is the only time that you see it.');
    await expect(main.getByText(/^whsec_/)).toBeVisible();
    await main.getByRole('button', { name: 'Send a test event' }).press('Enter');
    const messages = main.getByRole('region', { name: 'Messages to the webhook' });
    await expectText(messages, 'Test', 'waiting');
    await expectAccessible(page);
    await page.reload();
    await expect(address).toHaveValue('https://hooks.example.com/in');
    await expect(main.getByText(/^whsec_/)).toHaveCount(0);
    await main.getByRole('button', { name: 'Take away' }).press('Enter');
    await page
      .getByRole('alertdialog')
      .or(page.getByRole('dialog'))
      .getByRole('button', { name: 'Take away' })
      .press('Enter');
    await expect(address).toHaveValue('');
    await expect.poll(async () => (await api.get(`${path}/billing/webhook`)).body.url).toBeNull();
  });
});

describe("users' own wallets", () => {
  test('have lines of their own, or those of the mandate', async () => {
    const { mandateId, anna, api, path } = await settingsDesk(rappen, 'Beutel AG', 'prepaid_user');
    const toWalletId = await openWallet(db, mandateId, anna.userId, 0n);
    const { accounts } = (await api.get('/api/billing/balance')).body;
    const walletId = accounts.find(({ kind }: { kind: string }) => kind === 'pool').id;
    const transfer = { mandateId, walletId, toWalletId, type: 'transfer', amount: -chf('50') } as const;
    await post(db, { ...transfer, idempotencyKey: 'allot' });
    const page = await openPage(rappen, { as: anna });
    await page.goto(WARNINGS);
    const wallets = page.getByRole('region', { name: 'List of wallets' });
    await expectText(wallets, 'Anna of Beutel AG', 'CHF 50.00', 'as the mandate');
    await wallets.getByRole('link', { name: /^Change the warnings of/ }).press('Enter');
    const dialog = page.getByRole('dialog', { name: /^Warnings of Anna/ });
    await dialog.getByRole('textbox', { name: /in per cent/ }).fill('120');
    await dialog.getByRole('button', { name: 'Save' }).press('Enter');
    await expectText(dialog, 'Enter a whole number from 1 to 99.');
    await dialog.getByRole('textbox', { name: /in per cent/ }).fill('20');
    await dialog.getByRole('textbox', { name: /in days/ }).fill('3');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Save' }).press('Enter');
    await expect(dialog).toHaveCount(0);
    await expectText(wallets, 'below 20 % of the newest top-up', 'less than 3 days left');
    const { wallets: listed } = (await api.get(`${path}/billing/wallet-warnings`)).body;
    expect(listed).toMatchObject([{ own: { belowPercent: 20, daysLeft: 3 }, warnAtChf: '10.000000000' }]);
  });
});
