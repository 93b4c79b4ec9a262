import { test } from 'vitest';
import { openPage } from '#test/support/pages/open-page.ts';
import { expectAccessible, expectNoSidewaysScroll } from '#test/support/pages/page-checks.ts';
import { expect } from '#test/support/pages/page-expect.ts';
import { expectText } from '#test/support/pages/page-text.ts';
import { settingsDesk } from '#test/support/pages/settings-desk.ts';
import { startPages } from '#test/support/pages/start-pages.ts';

const rappen = await startPages();

test('an address is typed, seen as it will stand on invoices, and saved; each mistake is told at its field', async () => {
  const { anna, api, path } = await settingsDesk(rappen, 'Adresse AG');
  const page = await openPage(rappen, { as: anna });
  page.faults.expect(/422/);
  await page.goto('/billing/settings/address');
  const form = page.locator('form');
  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  await expectText(form, 'The address appears here as it is typed.');
  await field('Company').fill('Мустер AG');
  await field('Street').fill('Bahnhofstrasse');
  await field('Number').fill('1a');
  await field('Postcode').fill('80010');
  await field('Town').press('Enter');
  await expectText(form, 'Four digits, in this country.', 'Enter the town.');
  await field('Postcode').fill('8001');
  await field('Town').fill('Zürich');

  // While it is typed nobody says that it is wrong; the wrong digit is told before anything is sent.
  const uid = field('UID');
  await uid.pressSequentially('CHE-109.322.55');
  await expect(form.getByText('A digit is wrong')).toHaveCount(0);
  await uid.pressSequentially('2');
  await expectText(form, 'A digit is wrong');
  await expectAccessible(page);
  await uid.fill('che109322551 mwst');
  await expectText(form, 'The check digit is right. It is a VAT number.');
  await uid.blur();
  await expect(uid).toHaveValue('CHE-109.322.551 MWST');

  // Only the server knows which letters a QR-bill takes.
  await uid.press('Enter');
  await expectText(form, 'must have only Latin letters, digits and signs');
  await expect(field('Company')).toHaveValue('Мустер AG');
  await expect(field('Town')).toHaveValue('Zürich');
  await field('Company').fill('Muster AG');
  const preview = page.getByRole('region', { name: 'On invoices', exact: true });
  await expectText(preview, 'Muster AG Bahnhofstrasse 1a 8001 Zürich CHE-109.322.551 MWST');
  await field('Company').press('Enter');
  await expectText(page.locator('body'), 'The address is saved.');
  expect((await api.get(`${path}/billing/address`)).body.address).toEqual({
    company: 'Muster AG',
    contact: null,
    street: 'Bahnhofstrasse',
    houseNumber: '1a',
    postcode: '8001',
    town: 'Zürich',
    country: 'CH',
    email: null,
    uid: 'CHE-109.322.551',
    vatSuffix: 'MWST',
  });
});

test('a country is found by its name, by keyboard; an address abroad ends with it', async () => {
  const { anna, api, path } = await settingsDesk(rappen, 'Ausland AG');
  const page = await openPage(rappen, { as: anna, width: 320 });
  await page.goto('/billing/settings/address');
  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  await field('Company').fill('Beispiel OY');
  await field('Postcode').fill('00100');
  await field('Town').fill('Helsinki');
  await page.getByRole('button', { name: /Country$/ }).press('Enter');
  await page.getByRole('searchbox', { name: 'Search in the list' }).fill('finl');
  await page.keyboard.press('Enter');
  await expectText(page.getByRole('button', { name: /Country$/ }), 'Finland');
  await expectText(page.getByRole('region', { name: 'On invoices', exact: true }), '00100 Helsinki FINLAND');
  await expectNoSidewaysScroll(page);
  await field('Town').press('Enter');
  await expectText(page.locator('body'), 'The address is saved.');
  expect((await api.get(`${path}/billing/address`)).body.address).toMatchObject({ country: 'FI' });
});
