import type { Locator } from '@playwright/test';
import { expect, test } from 'vitest';
import { setMonthlyLimit } from '#billing/limits/limit.service.ts';
import { must } from '#kernel/assert.ts';
import { addMember } from '#test/support/mandate-factory.ts';
import { openPage } from '#test/support/pages/open-page.ts';
import { layoutShift, watchLayoutShift } from '#test/support/pages/page-checks.ts';
import { expectAddress, expectText, readRows, readText } from '#test/support/pages/page-text.ts';
import { visit } from '#test/support/pages/page-visit.ts';
import { operatorPerson } from '#test/support/pages/sample-company.ts';
import { spendingCompany } from '#test/support/pages/spending-company.ts';
import { startPages } from '#test/support/pages/start-pages.ts';
import { chf } from '#test/support/rappen.ts';

const rappen = await startPages({ isSimulated: false });
const company = await spendingCompany(rappen);
const OCTOBER = 'from=2026-10-01&to=2026-10-31';

async function lastRow(table: Locator | undefined) {
  return (await readRows(must(table, 'a table'))).at(-1);
}

test('an administrator sees what can be spent, unfolds the sum, and the link keeps it open', async () => {
  const page = await openPage(rappen, { as: company.admin });
  await watchLayoutShift(page);
  await page.goto('/billing');
  await expectText(page.locator('main'), 'All calls of Muster Druck AG.');
  const spendable = page.getByRole('region', { name: 'Spendable now' });
  await expectText(spendable, 'CHF 848.60', 'Sufficient');
  await page
    .getByRole('listbox', { name: 'Bars of the chart' })
    .or(page.getByText('No calls in these days'))
    .first()
    .waitFor();
  expect(await layoutShift(page)).toBeLessThan(0.02);
  await spendable.getByRole('button', { name: 'How this adds up' }).press('Enter');
  await expectAddress(page, /sum=open/);
  await page.reload();
  await expectText(spendable, 'The account, in CHF', 'This can be spent: CHF 848.60');
  await expect
    .poll(() => readRows(spendable.getByRole('table')))
    .toEqual([
      ['Balance', '848.60'],
      ['Held for calls that run', '\u22120.00'],
      ['Floor that is kept', '\u22120.00'],
      ['Left in the account binds', '848.60'],
    ]);
});

test('a user sees his own calls and the limit that binds, and asks with a text that has the numbers', async () => {
  const { db } = rappen.context.database;
  const { mandateId, anna } = company;
  await setMonthlyLimit(db, { mandateId, scope: 'user', subjectId: anna.userId, monthly: chf('12.5') });
  const page = await openPage(rappen, { as: anna });
  await page.goto(`/billing?sum=open&${OCTOBER}`);
  await expectText(page.locator('main'), 'Your own calls in Muster Druck AG.');
  const spendable = page.getByRole('region', { name: 'Spendable now' });
  await expectText(spendable, 'CHF 12.50', 'Your monthly limit binds. The account itself has CHF 848.60.');
  const [account, limit] = [0, 1].map((place) => spendable.getByRole('table').nth(place));
  await expect.poll(() => lastRow(account)).toEqual(['Left in the account', '848.60']);
  await expect.poll(() => lastRow(limit)).toEqual(['Left this month binds', '12.50']);
  await expectText(page.getByRole('region', { name: 'This month' }), 'Your limit CHF 12.50 left of 12.50');
  await expectText(
    page.getByRole('region', { name: 'Lasts until' }),
    'Of the account that all of Muster Druck AG share',
  );
  // Of October only what Anna has spent; nobody else is told of.
  await expectText(page.getByRole('region', { name: 'Models that cost most' }), 'claude-test 85.40 100 %');
  expect(await page.getByRole('region', { name: 'Users who spent most' }).count()).toBe(0);
  await expectText(page.locator('main'), 'Models that cost most');
  expect(await readText(page.locator('main'))).not.toContain('Beat Beispiel');
  await page.getByRole('button', { name: 'Ask your administrator' }).press('Enter');
  await expectText(
    page.getByRole('dialog', { name: 'Ask for more to spend' }),
    'Please raise my monthly limit for AI calls in Muster Druck AG.',
    'CHF 12.50',
  );
  await page.keyboard.press('Escape');
  await expectAddress(page, /^(?!.*ask=open)/);
});

test('an operator is led to the dialog that books a top-up', async () => {
  const page = await openPage(rappen, { as: await operatorPerson(rappen) });
  await page.goto(`/billing?mandate=${company.mandateId}`);
  await page.getByRole('link', { name: 'Top up' }).press('Enter');
  await expectAddress(page, new RegExp(`/admin/mandates/${company.mandateId}\\?.*dialog=top-up`));
});

test('what changed is told in words, the biggest first', async () => {
  const page = await openPage(rappen, { as: company.viewer });
  await page.goto(`/billing?${OCTOBER}`);
  const changes = page.getByRole('region', { name: 'What changed' });
  await expectText(changes, 'In all CHF 60.40 more than in September 2026, +201 %.');
  const sentences = async () =>
    (await changes.getByRole('listitem').allInnerTexts()).map((sentence) =>
      sentence.replace(/\s+/g, ' ').trim(),
    );
  await expect
    .poll(sentences)
    .toEqual([
      'claude-test: CHF 75.40 more than in September 2026, +754 %',
      'gpt-test: CHF 15.00 less than in September 2026, \u221275 %',
    ]);
  await changes.getByRole('link', { name: 'claude-test' }).press('Enter');
  await expectAddress(page, /transactions\?.*from=2026-10-01&to=2026-10-31.*model=claude-test/);
});

test('nothing is said where nothing is known', async () => {
  const page = await openPage(rappen, { as: company.viewer });
  await page.goto('/billing?from=2026-03-01&to=2026-03-31');
  await expectText(
    page.getByRole('region', { name: 'What changed' }),
    'There were no calls in the period before, so there is nothing to compare with.',
  );
});

test('who and what spent most, with share, calls, and what a call cost', async () => {
  const page = await openPage(rappen, { as: company.admin });
  await page.goto(`/billing?${OCTOBER}`);
  const users = page.getByRole('region', { name: 'Users who spent most' });
  await expectText(users, 'Anna Muster');
  await expect
    .poll(() => readRows(users.getByRole('table')))
    .toEqual([
      ['User', 'CHF', 'Share', 'Calls', 'CHF per call'],
      ['Anna Muster', '85.40', '94 %', '7', '12.20'],
      ['Beat Beispiel', '5.00', '5.5 %', '1', '5.00'],
    ]);
  await users.getByRole('link', { name: 'Beat Beispiel' }).press('Enter');
  await expectAddress(page, new RegExp(`user=${company.beat.userId}`));
});

test('a new booking changes the numbers while somebody looks, and moves nothing', async () => {
  const member = await addMember(rappen.context.database.db, company.mandateId, 'user');
  const page = await openPage(rappen, { as: company.admin });
  await visit(page, '/billing');
  const spendable = page.getByRole('region', { name: 'Spendable now' });
  await expectText(spendable, 'CHF 848.60');
  await expectText(page.locator('header').first(), 'Live');
  const before = await spendable.boundingBox();
  const answer = await rappen.post('/openai/v1/chat/completions', member.key, {
    model: 'gpt-5.4-mini',
    max_tokens: 400,
    messages: [{ role: 'user', content: 'What is a Rappen?' }],
  });
  expect(answer.status).toBe(200);
  await answer.text();
  await expectText(spendable, 'CHF 848.59');
  await expectText(page.getByRole('region', { name: 'Users who spent most' }), '100 %');
  expect(await spendable.boundingBox()).toEqual(before);
});
