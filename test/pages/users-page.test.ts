import { describe, test } from 'vitest';
import { transaction } from '#db/transaction.ts';
import { createUser } from '#identity/users/user.service.ts';
import { totpCode } from '#test/support/authenticator.ts';
import { openPage } from '#test/support/pages/open-page.ts';
import { bookedAmounts, choose, pressWhenItAppears, takeALook } from '#test/support/pages/operator-desk.ts';
import { expectAccessible, expectNoSidewaysScroll } from '#test/support/pages/page-checks.ts';
import { expect } from '#test/support/pages/page-expect.ts';
import { expectAddress, expectText } from '#test/support/pages/page-text.ts';
import { type PagePerson, personIn } from '#test/support/pages/sample-company.ts';
import { apiAs, settingsDesk } from '#test/support/pages/settings-desk.ts';
import { startPages } from '#test/support/pages/start-pages.ts';

const rappen = await startPages();
const USERS = '/billing/settings/users';

async function openUsers(name: string, model?: 'prepaid_user') {
  const desk = await settingsDesk(rappen, name, model);
  const page = await openPage(rappen, { as: desk.anna });
  return { ...desk, page, drawer: page.getByRole('dialog').first() };
}

test('somebody is invited: mistakes at their fields, a mail, a drawer of his own; and invited again', async () => {
  const { page, anna, drawer } = await openUsers('Einladung AG');
  page.faults.expect(/409/);
  await page.goto(USERS);
  await page.getByRole('link', { name: 'Invite a user' }).press('Enter');
  await expectAddress(page, /dialog=invite/);
  const dialog = page.getByRole('dialog', { name: 'Invite a user' });
  const email = dialog.getByRole('textbox', { name: 'E-mail' });
  await expect(email).toBeFocused();
  await email.fill('beat');
  await email.press('Enter');
  await expectText(dialog, 'Enter an e-mail address.');
  await email.fill(anna.email);
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Beat Beispiel');
  await email.press('Enter');
  await expectText(dialog, 'Is a user of this mandate already.');
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('Beat Beispiel');
  await expectAccessible(page);
  await email.fill('beat@einladung.example');
  await choose(dialog, 'Role', /^Viewer/);
  await choose(dialog, 'Language of the invitation', 'Français');
  await dialog.getByRole('button', { name: 'Invite' }).press('Enter');

  await expectText(drawer, 'Beat Beispiel', 'beat@einladung.example', 'Viewer', 'invited', 'Français');
  await expectText(page.locator('body'), 'The invitation goes to beat@einladung.example.');
  expect(await rappen.mailsTo('beat@einladung.example')).toMatchObject([{ kind: 'invitation' }]);
  await drawer.getByRole('button', { name: 'Send the invitation again' }).click();
  await expectText(page.locator('body'), 'goes to beat@einladung.example again.');
  expect(await rappen.mailsTo('beat@einladung.example')).toHaveLength(2);
});

test('users are found by a text that stands in the address; Back closes what was opened', async () => {
  const { page, mandateId, drawer } = await openUsers('Suche AG');
  for (const name of ['Carla Chef', 'Dora Demo']) await personIn(rappen, mandateId, 'user', name);
  await page.goto(USERS);
  const table = page.getByRole('region', { name: 'Users', exact: true });
  await expectText(table, 'Carla Chef', 'Dora Demo', 'CHF 0.00');
  await page.getByRole('searchbox', { name: 'Search by name or e-mail' }).fill('carla');
  await expectAddress(page, /q=carla/);
  await expect(table.getByRole('link', { name: 'Dora Demo' })).toHaveCount(0);
  await table.getByRole('link', { name: 'Carla Chef' }).press('Enter');
  await expectText(drawer, 'Carla Chef', 'Why may this user do that?');
  await expectAccessible(page);
  await page.goBack();
  await expect(drawer).toHaveCount(0);
  await expectAddress(page, /users\?.*q=carla/);
  await page.getByRole('searchbox').fill('nobody at all');
  await expectText(page.getByRole('main'), 'Nobody found');
});

describe('a user', () => {
  test('gets another role after it is said what that changes; the last administrator keeps his', async () => {
    const { page, mandateId, anna, api, path, drawer } = await openUsers('Rollen AG');
    page.faults.expect(/409/);
    const beat = await personIn(rappen, mandateId, 'user', 'Beat Beispiel');
    await page.goto(`${USERS}/${beat.userId}`);
    await drawer.getByRole('button', { name: 'Change the role' }).press('Enter');
    await expectAddress(page, /deed=role/);
    const dialog = page.getByRole('dialog', { name: 'Change the role of Beat Beispiel' });
    await expect(dialog.getByRole('button', { name: 'Change the role' })).toBeDisabled();
    await choose(dialog, 'Role', /^Viewer/);
    await expectText(dialog, 'Then may also See all bookings', 'Then may no longer', 'Use OpenAI');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Change the role' }).press('Enter');
    await expect(dialog).toHaveCount(0);
    await expectText(drawer, 'Viewer', 'Never: this role cannot call AI');
    expect((await api.get(`${path}/users/${beat.userId}`)).body.role).toBe('viewer');

    await page.goto(`${USERS}/${anna.userId}?deed=role`);
    const own = page.getByRole('dialog', { name: /^Change the role of Anna/ });
    await choose(own, 'Role', /^User/);
    await own.getByRole('button', { name: 'Change the role' }).click();
    await expectText(own.getByRole('alert'), 'The last mandate_admin of a mandate stays one');
  });

  test('is told why he may, or may not: the rule stands there, for a single model too', async () => {
    const { page, mandateId, api, path, drawer } = await openUsers('Warum AG');
    const beat = await personIn(rappen, mandateId, 'user', 'Beat Beispiel');
    const rules = `${path}/roles/user/providers`;
    await api.send('PUT', `${rules}/tavily`, { allowed: false });
    await api.send('PUT', `${rules}/openai/models/gpt-5.5`, { allowed: false });
    await page.goto(`${USERS}/${beat.userId}`);
    const verdict = (name: string) => drawer.getByRole('listitem').filter({ hasText: name }).first();
    await expectText(verdict('Tavily'), 'Denied', 'resource.aicore.tavily');
    await expectText(verdict('Anthropic'), 'Allowed', 'resource.aicore.*');
    await expectText(verdict('OpenAI'), 'gpt-5.5', 'resource.aicore.openai.gpt-5.5');
    await page.setViewportSize({ width: 320, height: 700 });
    await expectNoSidewaysScroll(page);
  });

  test('is removed after it is said what stops and what stays', async () => {
    const { page, mandateId, api, path, drawer } = await openUsers('Austritt AG');
    const beat = await personIn(rappen, mandateId, 'user', 'Beat Beispiel');
    await page.goto(`${USERS}/${beat.userId}`);
    await drawer.getByRole('button', { name: 'Remove from the mandate' }).click();
    const dialog = page.getByRole('dialog', { name: 'Remove Beat Beispiel?' });
    await expectText(dialog, 'What stops', 'All API keys in this mandate', 'What stays', 'All bookings');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect((await api.get(`${path}/users/${beat.userId}`)).status).toBe(200);
    await drawer.getByRole('button', { name: 'Remove from the mandate' }).click();
    await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
    await expectText(page.locator('body'), 'Beat Beispiel is no user of this mandate any more.');
    await expectAddress(page, /settings\/users\?/);
    await expect(page.getByRole('link', { name: 'Beat Beispiel' })).toHaveCount(0);
    expect((await api.get(`${path}/users/${beat.userId}`)).status).toBe(404);
  });

  test('who has lost the second factor gets it taken away', async () => {
    const { page, mandateId, api, path, drawer } = await openUsers('Faktor AG');
    const beat = await personIn(rappen, mandateId, 'user', 'Beat Beispiel');
    await enrol(beat, mandateId);
    await page.goto(`${USERS}/${beat.userId}`);
    await drawer.getByRole('button', { name: 'Take the second factor away' }).click();
    const dialog = page.getByRole('dialog', { name: /second factor of Beat/ });
    await expectText(dialog, 'Do it only if Beat Beispiel has lost it');
    await dialog.getByRole('button', { name: 'Take it away' }).click();
    await expect(drawer.getByRole('button', { name: 'Take the second factor away' })).toHaveCount(0);
    expect((await api.get(`${path}/users/${beat.userId}`)).body.twoFactorEnabled).toBe(false);
  });

  test('gets credit for his wallet: previewed, and a double click books it once', async () => {
    const { page, mandateId, drawer } = await openUsers('Wallet AG', 'prepaid_user');
    const beat = await transaction(rappen.context.database.db, (tx) =>
      createUser(tx, { mandateId, email: 'beat@wallet.example', name: 'Beat Beispiel', role: 'user' }),
    );
    await page.goto(`${USERS}/${beat}`);
    await expectText(drawer, 'Has no wallet yet.');
    await drawer.getByRole('link', { name: 'Move credit' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Move credit of Beat Beispiel' });
    await dialog.getByRole('button', { name: 'Show preview' }).click();
    await expectText(dialog, 'Enter an amount.', 'Say what it is for.');
    page.faults.expect(/402/);
    await dialog.getByRole('textbox', { name: 'Amount' }).fill("1'000");
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('For December');
    await dialog.getByRole('button', { name: 'Show preview' }).click();
    await expectText(dialog.getByRole('alert'), 'There is less in the wallet than this booking takes');
    await expect(dialog.getByRole('textbox', { name: 'Reason' })).toHaveValue('For December');
    await dialog.getByRole('textbox', { name: 'Amount' }).fill('12.50');
    await pressWhenItAppears(page, 'Book the transfer');
    await dialog.getByRole('button', { name: 'Show preview' }).click();
    await expectText(dialog, 'This would be booked', 'CHF 300.00', 'CHF 287.50', 'CHF 0.00', 'CHF 12.50');
    expect(await bookedAmounts(rappen, mandateId, 'transfer')).toEqual([]);
    await takeALook(page);
    await dialog.getByRole('button', { name: 'Book the transfer' }).dblclick();
    await expect(dialog).toHaveCount(0);
    await expectText(drawer, 'Balance CHF 12.50');
    expect(await bookedAmounts(rappen, mandateId, 'transfer')).toEqual(['-12.5', '12.5']);
    expect(await rappen.differences()).toEqual([]);
  });
});

/** As a person does with an authenticator app. */
async function enrol(person: PagePerson, mandateId: Parameters<typeof apiAs>[2]): Promise<void> {
  const api = await apiAs(rappen, person, mandateId);
  const { body } = await api.post('/api/auth/two-factor/enable', { password: person.password });
  const verified = await api.post('/api/auth/two-factor/verify-totp', { code: totpCode(body.totpUri) });
  expect(verified.status).toBe(200);
}
