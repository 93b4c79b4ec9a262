import type { Locator, Page } from '@playwright/test';
import { topUp } from '#billing/transactions/posting.service.ts';
import type { MandateId } from '#kernel/id.ts';
import { uuidOf } from '#kernel/id.ts';
import { chf, type TestRappen } from '../rappen.ts';
import { openedMandate } from './spending-company.ts';

/** A prepaid mandate whose pool has so much. */
export async function prepaidMandate(
  rappen: TestRappen,
  name: string,
  balanceChf: string,
): Promise<MandateId> {
  const mandateId = await openedMandate(rappen, name, 'prepaid_mandate');
  const { db } = rappen.context.database;
  if (balanceChf !== '0')
    await topUp(db, { mandateId, amount: chf(balanceChf), idempotencyKey: 'opening', note: 'Invoice 1' });
  return mandateId;
}

/** Amounts of the mandate's bookings of a type as they stand in the database, in francs, the oldest first. */
export async function bookedAmounts(
  rappen: TestRappen,
  mandateId: MandateId,
  type: string,
): Promise<readonly string[]> {
  const { rows } = await rappen.context.database.pool.query<{ amount: string }>(
    `select trim_scale(amount / 1e9)::text as amount from billing_transaction
       where mandate_id = $1 and type = $2 order by id`,
    [uuidOf(mandateId), type],
  );
  return rows.map(({ amount }) => amount);
}

/** Chooses from one of our select fields as a person does. */
export async function choose(where: Page | Locator, label: string, choice: string | RegExp): Promise<void> {
  const button = where.getByRole('button', { name: new RegExp(`${label}$`) });
  await button.click();
  const page = 'page' in where ? where.page() : where;
  await page.getByRole('option', { name: choice }).click();
}

/** Waits longer than a double click takes, so that the next press is one of its own. */
export async function takeALook(page: Page): Promise<void> {
  await page.waitForTimeout(700);
}

/** Presses a button in the very moment in which it comes up, once: as the second half of a double click does. */
export async function pressWhenItAppears(page: Page, text: string): Promise<void> {
  await page.evaluate((wanted) => {
    const watcher = new MutationObserver(() => {
      const button = [...document.querySelectorAll('button')].find((each) => each.textContent === wanted);
      if (!button) return;
      watcher.disconnect();
      button.click();
      document.documentElement.dataset.pressed = wanted;
    });
    watcher.observe(document.body, { childList: true, subtree: true });
  }, text);
}
