import { test } from 'vitest';
import { openPage } from '#test/support/pages/open-page.ts';
import { expectAccessible } from '#test/support/pages/page-checks.ts';
import { expect } from '#test/support/pages/page-expect.ts';
import { samplePeople } from '#test/support/pages/sample-people.ts';
import { startSamplePages } from '#test/support/pages/start-pages.ts';

const rappen = await startSamplePages();
const people = await samplePeople(rappen);

test.each(['light', 'dark'] as const)(
  '%s: a list with hints is accessible while it is open',
  async (theme) => {
    const page = await openPage(rappen, { as: people.operator, theme });
    await page.goto('/admin/mandates?dialog=new');
    await page.getByRole('button', { name: 'Billing model' }).click();
    const list = page.getByRole('listbox');
    await expect(list.getByRole('option', { name: 'Calls are paid by invoice' })).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(list).toBeHidden();
    await expect(page.getByRole('button', { name: 'Billing model' })).not.toContainText('one balance');
  },
);

test('a long list is searched by name and hint, and is accessible while it is', async () => {
  const page = await openPage(rappen, { as: people.administrator });
  await page.goto('/billing/settings/limits?dialog=set');
  await page.getByRole('button', { name: 'Whose limit' }).click();
  const options = page.getByRole('listbox').getByRole('option');
  await expect(options.first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('searchbox').fill('no such person');
  await expect(page.getByText('Nothing found')).toBeVisible();
  await expectAccessible(page);
});
