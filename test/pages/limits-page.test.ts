import { describe, test } from 'vitest';
import { createApiKey } from '#identity/api-keys/api-key.service.ts';
import { openPage } from '#test/support/pages/open-page.ts';
import { expectAccessible, expectNoSidewaysScroll } from '#test/support/pages/page-checks.ts';
import { expect } from '#test/support/pages/page-expect.ts';
import { expectAddress, expectText } from '#test/support/pages/page-text.ts';
import { personIn } from '#test/support/pages/sample-company.ts';
import { settingsDesk } from '#test/support/pages/settings-desk.ts';
import { startPages } from '#test/support/pages/start-pages.ts';
import { WIRE_FORMATS } from '#test/support/wire-formats.ts';

const rappen = await startPages();
const { db } = rappen.context.database;

async function deskWithBeat(name: string) {
  const desk = await settingsDesk(rappen, name);
  const { mandateId } = desk;
  const beat = await personIn(rappen, mandateId, 'user', 'Beat Beispiel');
  const key = await createApiKey(db, { mandateId, userId: beat.userId, name: 'Nightly' });
  const page = await openPage(rappen, { as: desk.anna });
  const limits = async () => (await desk.api.get(`${desk.path}/limits`)).body.limits;
  return { ...desk, beat, ...key, page, limits };
}

async function callOnce(key: string): Promise<number> {
  const { path, body } = WIRE_FORMATS.chat;
  const answer = await rappen.post(path, key, body);
  await answer.text();
  await rappen.settled();
  return answer.status;
}

const WEEKLY = {
  ...{ name: 'Weekly summary', prompt: 'A summary, please.', systemPrompt: '', variables: [] },
  trigger: { kind: 'manual' },
  models: [{ provider: 'openai', model: 'gpt-5-mini' }],
  ...{ webSearch: 'none', maxOutputTokens: null, atLimit: 'stop', runLimitChf: null, monthLimitChf: '20' },
};

describe('a limit', () => {
  test('is set for a user who is found by keyboard, counts, is changed below what is used, and lifted', async () => {
    const { page, key, beat, limits } = await deskWithBeat('Grenze AG');
    await page.goto('/billing/settings/limits');
    const main = page.getByRole('main');
    await expectText(main, 'No limits', 'A limit counts this calendar month (Europe/Zurich).');
    await page.getByRole('link', { name: 'Set a limit' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Set a limit' });
    const amount = dialog.getByRole('textbox', { name: /At most/ });
    await amount.fill('20');
    await amount.press('Enter');
    await expectText(dialog, 'Choose whose limit it is.');
    await dialog.getByRole('button', { name: /Whose limit$/ }).press('Enter');
    await page.getByRole('searchbox').fill('beat beispiel');
    await page.keyboard.press('Enter');
    await expectAddress(page, new RegExp(`of=${beat.userId}`));
    // What was typed before is still there.
    await expect(amount).toHaveValue('20');
    await expectAccessible(page);
    await amount.press('Enter');
    await expect(dialog).toHaveCount(0);
    const table = page.getByRole('region', { name: 'Spending limits, in CHF' });
    await expectText(table, 'Beat Beispiel', 'nothing used yet', '20.00');

    expect(await callOnce(key)).toBe(200);
    await page.reload();
    await expectText(table, '% used');
    await table.getByRole('link', { name: 'Change the limit of Beat Beispiel' }).press('Enter');
    const change = page.getByRole('dialog', { name: 'Change the limit' });
    const monthly = change.getByRole('textbox', { name: /At most/ });
    await expect(monthly).toHaveValue('20.00');
    await monthly.fill('ten');
    await monthly.press('Enter');
    await expectText(change, "Enter an amount such as 1'234.50.");
    await monthly.fill('0');
    await expectText(change, 'Then every call would be refused at once.');
    await monthly.press('Enter');
    await expect(change).toHaveCount(0);
    await expectText(table, 'used up');
    expect(await callOnce(key)).toBe(402);

    await table.getByRole('button', { name: 'Lift the limit of Beat Beispiel' }).press('Enter');
    const lift = page.getByRole('dialog', { name: 'Lift the limit of Beat Beispiel?' });
    await expectText(lift, 'whatever the balance pays for');
    await lift.getByRole('button', { name: 'Lift the limit' }).click();
    await expectText(main, 'No limits');
    expect(await limits()).toEqual([]);
    expect(await callOnce(key)).toBe(200);
  });

  test('of a key is set from the address that leads to it, where there is little room', async () => {
    const { page, keyId, limits } = await deskWithBeat('Schlüssel AG');
    await page.setViewportSize({ width: 320, height: 700 });
    await page.goto(`/billing/settings/limits?dialog=set&of=${keyId}`);
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: /At most/ }).fill('5,50');
    await dialog.getByRole('button', { name: 'Set the limit' }).click();
    await expect(dialog).toHaveCount(0);
    await expectText(page.getByRole('region', { name: 'Spending limits, in CHF' }), 'Nightly', '5.50');
    expect(await limits()).toMatchObject([{ scope: 'key', monthlyChf: '5.500000000' }]);
    await expectNoSidewaysScroll(page);
  });
});

test('keys of the mandate: whose they are, when one was used last, and revoked after it is said what stops', async () => {
  const { page, key, beat } = await deskWithBeat('Keys AG');
  await page.goto('/billing/settings/api-keys');
  const table = page.getByRole('region', { name: 'API keys', exact: true });
  await expectText(table, 'Nightly', 'Beat Beispiel', 'Call AI providers', 'never');
  expect(await callOnce(key)).toBe(200);
  await page.goto(`/billing/settings/api-keys?user=${beat.userId}`);
  await expectText(page.getByRole('main'), 'Owner Beat Beispiel');
  await expect(table.getByRole('link', { name: /Bookings of Nightly$/ })).toBeVisible();
  await expectAccessible(page);
  await table.getByRole('button', { name: 'Revoke Nightly' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Revoke the key Nightly?' });
  await expectText(dialog, 'are refused within a second', 'What was booked stays', 'It cannot be undone.');
  await dialog.getByRole('button', { name: 'Revoke' }).press('Enter');
  await expectText(table, 'revoked');
  await expect(table.getByRole('button', { name: 'Revoke Nightly' })).toHaveCount(0);
  await expect.poll(() => callOnce(key)).toBe(401);
});

test('the audit log of the mandate tells of it, with what was before and after', async () => {
  const { page, api, path, beat } = await deskWithBeat('Protokoll AG');
  const limit = `${path}/limits/users/${beat.userId}`;
  for (const monthlyChf of ['20', '35']) await api.send('PUT', limit, { monthlyChf });
  await page.goto('/billing/settings/audit?action=limit');
  const entries = page.getByRole('list', { name: 'Entries of the audit log' }).getByRole('listitem');
  await expectText(entries.first(), 'Spending limit set', 'CHF 20.00', 'CHF 35.00');
  await expectAccessible(page);
});

test('the limit of an automation bears its name and leads to it, where it is changed', async () => {
  const { page, api } = await deskWithBeat('Automat AG');
  const { body } = await api.post('/api/automations', WEEKLY);
  await page.goto('/billing/settings/limits');
  const table = page.getByRole('region', { name: 'Spending limits, in CHF' });
  await expectText(table, 'Weekly summary', 'Automation of', '20.00');
  await expectAccessible(page);
  await table.getByRole('link', { name: 'Change the limit of Weekly summary' }).press('Enter');
  await expectAddress(page, new RegExp(`/automations/${body.id}`));
  await expect(page.getByLabel('Limit of a month')).toHaveValue('20.00');
});
