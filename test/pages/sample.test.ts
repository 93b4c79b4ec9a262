import { test } from 'vitest';
import { openPage } from '#test/support/pages/open-page.ts';
import { expect } from '#test/support/pages/page-expect.ts';
import { samplePeople } from '#test/support/pages/sample-people.ts';
import { startSamplePages } from '#test/support/pages/start-pages.ts';

const rappen = await startSamplePages();
const people = await samplePeople(rappen);

test.each([
  ['operator', 'system_administrator'],
  ['administrator', 'mandate_admin'],
  ['user', 'user'],
  ['viewer', 'viewer'],
] as const)('the %s of the sample data is signed in as one, and his browser stays so', async (who, role) => {
  const page = await openPage(rappen, { as: people[who], language: 'fr', theme: 'dark' });
  await page.goto('/billing');
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.reload();
  const me = await (await page.request.get('/api/me')).json();
  expect(me.mandates[0].role).toBe(role);
});

test('the sample data have some hundred bookings of one company, of today as of two months ago', async () => {
  const page = await openPage(rappen, { as: people.administrator });
  const read = async (query: string) =>
    (await (await page.request.get(`/api/billing/transactions?limit=200&${query}`)).json()).transactions;
  const now = Date.now();
  const agoText = (days: number) => new Date(now - days * 86_400_000).toISOString();
  expect(await read('')).toHaveLength(200);
  expect(await read(`from=${agoText(60)}&to=${agoText(50)}`)).not.toEqual([]);
});
