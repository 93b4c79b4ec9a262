import { test } from 'vitest';
import { openPage } from '#test/support/pages/open-page.ts';
import { expectAccessible, expectNoSidewaysScroll } from '#test/support/pages/page-checks.ts';
import { expect } from '#test/support/pages/page-expect.ts';
import { expectAddress, expectText } from '#test/support/pages/page-text.ts';
import { settingsDesk } from '#test/support/pages/settings-desk.ts';
import { startPages } from '#test/support/pages/start-pages.ts';

const rappen = await startPages();

async function openRoles(name: string, width = 1280) {
  const desk = await settingsDesk(rappen, name);
  const page = await openPage(rappen, { as: desk.anna, width });
  await page.goto('/billing/settings/roles');
  const rules = async () => {
    const { body } = await desk.api.get(`${desk.path}/roles`);
    return body.roles.find(({ role }: { role: string }) => role === 'user').rules.filter(isNarrow);
  };
  const cell = (subject: string) => page.getByRole('button', { name: new RegExp(`^${subject}: `) });
  const why = (subject: string) => page.getByRole('button', { name: new RegExp(`Why\\? ${subject}$`) });
  return { ...desk, page, rules, cell, why };
}

const isNarrow = ({ resource }: { resource: string }) => /^resource\.aicore\.\w/.test(resource);

test('a provider is denied by a press, why is told, and undone; all by keyboard', async () => {
  const { page, rules, cell, why } = await openRoles('Matrix AG');
  const openai = cell('OpenAI for User');
  await expect(openai).toHaveText(/allowed$/);
  await openai.press('Space');
  await expect(openai).toHaveText(/denied$/);
  // The keyboard stays where it is: what follows can be pressed at once.
  await expect(openai).toBeFocused();
  await expectText(page.locator('body'), 'OpenAI is denied for the role User.');
  await expect.poll(rules).toEqual([{ resource: 'resource.aicore.openai', allowed: false }]);
  await why('OpenAI for User').press('Enter');
  const answer = page.getByRole('dialog', { name: 'Why? OpenAI for User' });
  await expectText(answer, 'Denied: the role has a rule about exactly this, resource.aicore.openai');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(openai).toHaveText(/allowed$/);
  await expect.poll(rules).toEqual([]);

  // Denied once more, then allowed by a press: the rule is gone, as it was at first.
  await openai.press('Space');
  await expect(openai).toHaveText(/denied$/);
  await openai.press('Space');
  await expect(openai).toHaveText(/allowed$/);
  await expect.poll(rules).toEqual([]);
});

test('a single model is denied; under a denied provider no model can be pressed', async () => {
  const { page, rules, cell, why } = await openRoles('Modell AG');
  await page.getByRole('button', { name: /models – OpenAI$/ }).press('Enter');
  await expectAddress(page, /open=openai/);
  await cell('gpt-5.5 for User').press('Space');
  await expectText(page.locator('body'), 'gpt-5.5 is denied for the role User.');
  await expect.poll(rules).toEqual([{ resource: 'resource.aicore.openai.gpt-5.5', allowed: false }]);
  // A name that only begins like it is another model.
  await expect(cell('gpt-5.5-pro for User')).toHaveText(/allowed$/);
  await cell('OpenAI for User').press('Space');
  await expect(cell('gpt-5.5 for User')).toHaveCount(0);
  await why('gpt-5 for User').click();
  await expectText(page.getByRole('dialog'), 'Denied with its provider');
});

test('what can never be allowed is shown as such', async () => {
  const { page, cell, why } = await openRoles('Nie AG');
  await expect(cell('OpenAI for Administrator')).toBeVisible();
  await expect(cell('OpenAI for Viewer')).toHaveCount(0);
  await why('OpenAI for Viewer').press('Enter');
  await expectText(page.getByRole('dialog'), 'Never: this role cannot call AI');
});

test('a refusal changes nothing and is told; the table fits where there is little room', async () => {
  const { page, rules, cell } = await openRoles('Schmal AG', 320);
  page.faults.expect(/503/);
  await expect(cell('OpenAI for User')).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await page.route('**/roles/user/providers/openai', (route) =>
    route.fulfill({ status: 503, json: { code: 'overloaded' } }),
  );
  await cell('OpenAI for User').click();
  await expectText(page.getByRole('alert'), 'Try again');
  await expect(cell('OpenAI for User')).toHaveText(/allowed$/);
  await expect.poll(rules).toEqual([]);
});
