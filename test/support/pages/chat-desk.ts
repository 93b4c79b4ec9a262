import type { Locator, Page } from '@playwright/test';
import { topUp } from '#billing/transactions/posting.service.ts';
import type { Role } from '#identity/permissions.ts';
import type { MandateId } from '#kernel/id.ts';
import { chf, type TestRappen } from '../rappen.ts';
import { openPage, type PageOptions, type TestPage } from './open-page.ts';
import { expect } from './page-expect.ts';
import { type PagePerson, personIn } from './sample-company.ts';
import { openedMandate } from './spending-company.ts';

export interface ChatDesk {
  readonly mandateId: MandateId;
  readonly person: PagePerson;
  readonly page: TestPage;
}

/** A mandate with money, somebody who chats in it, and his page. */
export async function chatDesk(
  rappen: TestRappen,
  name: string,
  options: { readonly balance?: string; readonly role?: Role; readonly page?: PageOptions } = {},
): Promise<ChatDesk> {
  const mandateId = await openedMandate(rappen, name, 'prepaid_mandate');
  const { db } = rappen.context.database;
  const amount = chf(options.balance ?? '50');
  if (amount > 0n) await topUp(db, { mandateId, amount, idempotencyKey: 'opening' });
  const person = await personIn(rappen, mandateId, options.role ?? 'user', 'Carla Chat');
  return { mandateId, person, page: await openPage(rappen, { as: person, ...options.page }) };
}

export const composer = (page: Page): Locator => page.getByRole('textbox', { name: 'Message', exact: true });

/** The answers that are shown, in order. */
export const answers = (page: Page): Locator =>
  page.getByRole('list', { name: 'Messages' }).getByRole('article');

/** Writes it and presses Enter. */
export async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
  await expect(composer(page)).toHaveValue('');
}

/** Takes exactly these models in the picker. */
export async function chooseModels(page: Page, ...models: readonly string[]): Promise<void> {
  await page.getByRole('button', { name: /^Models: |^Choose a model/ }).press('Enter');
  const picker = page.getByRole('dialog', { name: 'Models' });
  const chosen = picker.getByRole('checkbox', { checked: true });
  while ((await chosen.count()) > 0) await chosen.first().press('Space');
  for (const model of models)
    await picker.getByRole('checkbox', { name: new RegExp(`^${model} `) }).press('Space');
  await picker.getByRole('button', { name: 'Done' }).press('Enter');
  await expect(picker).toHaveCount(0);
}
