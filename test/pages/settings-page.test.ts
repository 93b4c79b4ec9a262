import { describe, test } from 'vitest';
import { openPage } from '#test/support/pages/open-page.ts';
import { choose } from '#test/support/pages/operator-desk.ts';
import { expectAccessible, expectNoSidewaysScroll } from '#test/support/pages/page-checks.ts';
import { expect } from '#test/support/pages/page-expect.ts';
import { expectAddress, expectText } from '#test/support/pages/page-text.ts';
import { operatorPerson, personIn } from '#test/support/pages/sample-company.ts';
import { settingsDesk } from '#test/support/pages/settings-desk.ts';
import { startPages } from '#test/support/pages/start-pages.ts';

const rappen = await startPages();

async function openSettings(name: string) {
  const desk = await settingsDesk(rappen, name);
  const page = await openPage(rappen, { as: desk.anna });
  await page.goto('/billing/settings');
  const settings = async () => (await desk.api.get(`${desk.path}/billing/settings`)).body;
  return { ...desk, page, settings, form: page.locator('form') };
}

describe('warnings, recipients and report', () => {
  test('are set by keyboard: what a line means now is said, what is wrong stands at its field', async () => {
    const { page, settings, form } = await openSettings('Warn AG');
    await expectText(form, 'All three are off. Then Rappen warns below CHF 10.00');
    await page.getByRole('switch', { name: 'When little is left of the newest top-up' }).press('Space');
    const share = page.getByLabel('Less than, in per cent');
    await expect(form.getByText('All three are off')).toHaveCount(0);
    await share.fill('15');
    await expectText(form, 'Would warn at CHF 45.00, after another CHF 255.00');
    await page.getByRole('switch', { name: 'When little is left', exact: true }).press('Space');
    await page.getByLabel('Less than, in francs').fill("1'000");
    await expectText(form, "Would warn at CHF 1'000.00: CHF 700.00 more than there is now");

    await share.fill('100');
    const recipient = page.getByLabel('Add a recipient');
    await recipient.fill('nobody');
    await recipient.press('Enter');
    await expectText(form, 'This is no e-mail address.');
    await recipient.fill('Books@Warn.example, boss@warn.example');
    await recipient.press('Enter');
    await expectText(
      page.getByRole('list', { name: 'Recipients' }),
      'books@warn.example',
      'boss@warn.example',
    );
    await page.getByRole('button', { name: 'Remove boss@warn.example' }).press('Enter');
    await page.getByRole('switch', { name: 'Monthly report' }).press('Space');
    const reportWas = (await settings()).reportEnabled;

    await share.press('Enter');
    await expectText(form, 'Enter a whole number from 1 to 99.', 'Not saved yet');
    await expect(share).toBeFocused();
    await expectAccessible(page);
    await share.fill('20');
    await share.press('Enter');
    await expectText(page.locator('body'), 'Saved.');
    expect(await settings()).toMatchObject({
      warnings: { belowChf: '1000.000000000', belowPercent: 20, daysLeft: null },
      recipients: ['books@warn.example'],
      reportEnabled: !reportWas,
    });
    await expect(form.getByText('Not saved yet')).toHaveCount(0);
  });

  test('what only the server refuses stands at its field too, and nothing typed is lost', async () => {
    const { page, settings, form } = await openSettings('Refusal AG');
    page.faults.expect(/422/);
    await page.getByText('When little is left', { exact: true }).click();
    const amount = page.getByLabel('Less than, in francs');
    await amount.fill('2000000000');
    await amount.press('Enter');
    await expectText(form, 'must not be more than 1000000000');
    await expect(amount).toHaveValue('2000000000');
    await expect(amount).toHaveAttribute('aria-invalid', 'true');
    expect(await settings()).toMatchObject({ version: 1, warnings: { belowChf: null } });
  });
});

describe('somebody else', () => {
  test('has saved meanwhile: what is typed stays, what he changed is said, and both are kept', async () => {
    const { page, api, path, settings, form } = await openSettings('Zwei AG');
    page.faults.expect(/409/);
    await page.getByText('When little is left', { exact: true }).click();
    await page.getByLabel('Less than, in francs').fill('77');
    const { terms: _terms, ...own } = await settings();
    const other = { ...own, language: 'fr', reportEnabled: !own.reportEnabled };
    expect((await api.send('PUT', `${path}/billing/settings`, other)).status).toBe(200);

    await page.getByRole('button', { name: 'Save' }).click();
    const notice = form.getByRole('alert');
    await expectText(
      notice,
      'Somebody else has changed these settings meanwhile',
      'Changed by somebody else: Language, Monthly report',
    );
    await expect(page.getByLabel('Less than, in francs')).toHaveValue('77');
    await expectAccessible(page);
    await notice.getByRole('button', { name: 'Load the newest, keep what I typed' }).click();
    await expectText(page.getByRole('button', { name: /Language$/ }), 'Français');
    await expect(page.getByLabel('Less than, in francs')).toHaveValue('77');
    expect((await settings()).warnings.belowChf).toBeNull();
    await page.getByRole('button', { name: 'Save' }).click();
    await expectText(page.locator('body'), 'Saved.');
    expect(await settings()).toMatchObject({
      language: 'fr',
      reportEnabled: other.reportEnabled,
      warnings: { belowChf: '77.000000000' },
    });
  });
});

describe('leaving the page', () => {
  test('with something typed is asked first, by a link and by Back; what is typed is still there', async () => {
    const { page } = await openSettings('Weggang AG');
    await page.getByRole('link', { name: 'Address' }).click();
    await page.getByRole('link', { name: 'General' }).click();
    await page.getByText('When it does not last long any more', { exact: true }).click();
    const days = page.getByLabel('Less than, in days');
    await days.fill('12');
    const dialog = page.getByRole('alertdialog').or(page.getByRole('dialog'));
    await page.getByRole('link', { name: 'Users', exact: true }).click();
    await expectText(dialog, 'Leave without saving?');
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(days).toHaveValue('12');
    await page.goBack();
    await expectText(dialog, 'Leave without saving?');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(days).toHaveValue('12');
    await page.getByRole('button', { name: 'Discard changes' }).click();
    await expect(page.getByLabel('Less than, in days')).toHaveCount(0);
    await page.getByRole('link', { name: 'Users', exact: true }).click();
    await expectAddress(page, /settings\/users/);
  });
});

describe('terms', () => {
  test('are to read for an administrator, with what they mean', async () => {
    const { page, form } = await openSettings('Lesen AG');
    await expectText(form, 'Prepaid, one pool', 'All users spend from one balance', 'When credit is used');
    await expect(page.getByRole('button', { name: /Billing model$/ })).toHaveCount(0);
  });

  test('are set by the operator; what is wrong stands at its field', async () => {
    const { mandateId, settings } = await openSettings('Terms AG');
    const page = await openPage(rappen, { as: await operatorPerson(rappen) });
    await page.goto(`/billing/settings?mandate=${mandateId}`);
    const form = page.locator('form');
    await choose(form, 'Billing model', 'Postpaid');
    const limit = page.getByLabel('Credit limit');
    await limit.fill('a lot');
    await page.getByText('A markup of its own', { exact: true }).click();
    await page.getByLabel('Markup', { exact: true }).fill('12,5 %');
    await page.getByLabel('Perplexity').fill('40000');
    await limit.press('Enter');
    await expectText(form, "Enter an amount such as 1'234.50.", 'Enter a percentage from 0 to 10000.');
    await limit.fill("1'500");
    await page.getByLabel('Perplexity').fill('40');
    await expectAccessible(page);
    await limit.press('Enter');
    await expectText(page.locator('body'), 'Saved.');
    expect((await settings()).terms).toMatchObject({
      billingModel: 'postpaid',
      creditLimitChf: '1500.000000000',
      markupPercent: '12.5',
      providerMarkupPercent: { perplexity: '40' },
    });
  });
});

test('whoever is no administrator is told which right it takes, on every part', async () => {
  const { mandateId } = await settingsDesk(rappen, 'Rechte AG');
  const page = await openPage(rappen, { as: await personIn(rappen, mandateId, 'user'), width: 320 });
  for (const part of ['', '/address', '/users', '/roles', '/limits', '/api-keys', '/audit']) {
    await page.goto(`/billing/settings${part}`);
    await expectText(page.getByRole('main'), 'Your role in this mandate does not include');
    await expect(page.getByRole('navigation', { name: 'Parts of the settings' })).toHaveCount(0);
    await expectNoSidewaysScroll(page);
  }
  await expectAccessible(page);
});
