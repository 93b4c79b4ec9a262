import { createHmac } from 'node:crypto';
import type { Page } from '@playwright/test';
import { afterAll, describe, test } from 'vitest';
import { topUp } from '#billing/transactions/posting.service.ts';
import { openPage } from '#test/support/pages/open-page.ts';
import { expectAccessible } from '#test/support/pages/page-checks.ts';
import { expect } from '#test/support/pages/page-expect.ts';
import { personIn } from '#test/support/pages/sample-company.ts';
import { openedMandate } from '#test/support/pages/spending-company.ts';
import { startPages } from '#test/support/pages/start-pages.ts';
import { chf } from '#test/support/rappen.ts';
import { startSchedule } from '../../src/schedule.ts';

const rappen = await startPages();
const { db } = rappen.context.database;
const stopSchedule = await startSchedule(rappen.context);
afterAll(() => stopSchedule(2_000));
const mandateId = await openedMandate(rappen, 'Muster AG', 'prepaid_mandate');
await topUp(db, { mandateId, amount: chf('100'), idempotencyKey: 'opening' });
const newPerson = () => personIn(rappen, mandateId, 'mandate_admin', 'Karla Konto');

async function choose(page: Page, field: string, option: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: field }).click();
  await page.getByRole('option', { name: option }).first().click();
}

/** Writes a new automation down up to its name, prompt and first model. */
async function begin(page: Page, name: string, prompt: string): Promise<void> {
  await page.goto('/automations/new');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill(prompt);
  await page.getByRole('link', { name: 'LLM models' }).click();
  await choose(page, 'First model', /gpt-5-mini/);
}

async function saveNew(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Make the automation' }).click();
  await page.waitForURL(/\/automations\/aut_/);
}

describe('an automation', () => {
  test('is made, runs, shows what it made and cost, and is paused', async () => {
    rappen.simulator.script({ directives: { text: 'A quiet week in Bern.' } });
    const page = await openPage(rappen, { as: await newPerson() });
    await begin(page, 'Weekly summary', 'A summary for {{town}}, please.');
    await saveNew(page);
    await page.getByRole('button', { name: 'Run now' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Run now' }).click();
    await expect(dialog.getByText('This is needed.')).toBeVisible();
    await dialog.getByLabel('town').fill('Bern');
    await dialog.getByRole('button', { name: 'Run now' }).click();
    const run = page.getByRole('dialog', { name: 'Run', exact: true });
    await expect(run.getByText('A quiet week in Bern.')).toBeVisible();
    await expect(run.getByText('done').first()).toBeVisible();
    await expectAccessible(page);
    await run.getByRole('link', { name: /CHF/ }).first().click();
    await page.waitForURL(/\/billing\/transactions\/txn_/);
    await page.goBack();
    await run.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Pause' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('paused');
  });

  test('keeps the lines of a default, and shows the prompt as it is sent', async () => {
    const page = await openPage(rappen, { as: await newPerson() });
    await begin(page, 'Letters', 'Sum up, {{tone}}: {{letters}}');
    await page.getByRole('link', { name: 'Prompt', exact: true }).click();
    const letters = page.getByRole('group', { name: 'letters' });
    await letters.getByRole('button', { name: /Kind/ }).click();
    await page.getByRole('option', { name: 'Several lines' }).click();
    await letters.getByLabel('Default').fill('The first.\nThe second.');
    const tone = page.getByRole('group', { name: 'tone' });
    await tone.getByRole('button', { name: /Kind/ }).click();
    await page.getByRole('option', { name: 'One of several' }).click();
    await tone.getByLabel('Choices, one on each line').fill('kindly\nbriefly');
    await tone.getByRole('button', { name: /Default/ }).click();
    await page.getByRole('option', { name: 'briefly' }).click();
    const filled = page.getByRole('region', { name: 'How it looks filled in' });
    await expect(
      filled.getByText('Sum up, briefly: <value name="letters">\nThe first.\nThe second.\n</value>'),
    ).toBeVisible();
    await expectAccessible(page);
    await saveNew(page);
    await page.reload();
    await page.getByRole('link', { name: 'Prompt', exact: true }).click();
    await expect(letters.getByLabel('Default')).toHaveValue('The first.\nThe second.');
  });

  test('a value that was taken out is empty, and a lost answer is no second run', async () => {
    const page = await openPage(rappen, { as: await newPerson() });
    await begin(page, 'Weather', 'Weather in {{town}}?');
    await saveNew(page);
    const [, uuid = ''] = /aut_([^?#]+)/.exec(page.url()) ?? [];
    const { pool } = rappen.context.database;
    await pool.query(
      `update automation set variables = jsonb_set(jsonb_set(variables, '{0,isRequired}', 'false'), '{0,default}', '"Bern"')
        where id = $1`,
      [uuid],
    );
    await page.reload();
    await page.getByRole('button', { name: 'Run now' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('town').fill('');
    page.faults.expect(/ERR_FAILED|Failed to load/);
    await page.route(
      '**/runs',
      async (route) => {
        await route.fetch();
        await route.abort();
      },
      { times: 1 },
    );
    await dialog.getByRole('button', { name: 'Run now' }).click();
    await expect(dialog.getByRole('alert')).toBeVisible();
    await dialog.getByRole('button', { name: 'Run now' }).click();
    await expect(page.getByRole('dialog', { name: 'Run', exact: true })).toBeVisible();
    const { rows } = await pool.query('select input from automation_run where automation_id = $1', [uuid]);
    expect(rows).toEqual([{ input: { town: '' } }]);
  });

  test('that Rappen has paused says why', async () => {
    const page = await openPage(rappen, { as: await newPerson() });
    await begin(page, 'Left', 'Is anybody there?');
    await saveNew(page);
    const [, uuid = ''] = /aut_([^?#]+)/.exec(page.url()) ?? [];
    await rappen.context.database.pool.query(
      "update automation set status = 'paused', paused_because = 'owner_left' where id = $1",
      [uuid],
    );
    await page.reload();
    await expect(page.getByText('Its owner is not a member of this mandate any more.')).toBeVisible();
  });

  test('is scheduled: the next five runs, by the clock of its zone, wherever the browser is', async () => {
    const page = await openPage(rappen, { as: await newPerson(), timeZone: 'America/New_York' });
    await begin(page, 'Every morning', 'Good morning?');
    await page.getByRole('link', { name: 'Trigger' }).click();
    await choose(page, 'Trigger', /By schedule/);
    await choose(page, 'How often', 'Every day');
    await page.getByLabel('Time of day').fill('06:30');
    await expect(page.getByRole('textbox', { name: 'Cron' })).toHaveValue('30 6 * * *');
    const times = page.getByRole('region', { name: 'The next five runs' }).getByRole('listitem');
    await expect(times).toHaveText(Array.from({ length: 5 }, () => / 06:30$/));
    await page.getByRole('textbox', { name: 'Cron' }).fill('nonsense');
    page.faults.expect(/422/);
    await expect(page.getByRole('alert')).toBeVisible();
    await page.getByRole('textbox', { name: 'Cron' }).fill('0 7 * * 1-5');
    await saveNew(page);
    await expect(page.getByText(/runs Monday to Friday at 07:00/)).toBeVisible();
  });

  test('reaches its limit, asks, and goes on with what it is allowed', async () => {
    const page = await openPage(rappen, { as: await newPerson() });
    await begin(page, 'Dear', 'Write a long text.');
    await page.getByLabel('Limit of one run').fill('0.000001');
    await choose(page, 'When a limit is reached', /^Ask/);
    await saveNew(page);
    await page.getByRole('button', { name: 'Run now' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Run now' }).click();
    const question = page.getByRole('region', { name: 'This run asks' });
    await expect(question).toBeVisible();
    await expectAccessible(page);
    await question.getByLabel('It may cost so much more').fill('1');
    await question.getByRole('button', { name: 'Go on' }).click();
    await expect(page.getByRole('dialog').getByText('done').first()).toBeVisible();
  });

  test('falls back where a provider fails, and says why', async () => {
    rappen.simulator.script({ provider: 'openai', directives: { fault: 'server_error' } });
    const page = await openPage(rappen, { as: await newPerson() });
    await begin(page, 'Sure', 'Is anybody there?');
    await choose(page, 'One more model', /^claude-sonnet-5 /);
    await saveNew(page);
    await page.getByRole('button', { name: 'Run now' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Run now' }).click();
    const run = page.getByRole('dialog', { name: 'Run', exact: true });
    await expect(run.getByText('not charged')).toBeVisible();
    await expect(run.getByText('failed', { exact: true })).toBeVisible();
    await expect(run.getByRole('link', { name: /CHF/ })).toHaveCount(1);
  });

  test('is started by a signed call of another program; the secret is shown once', async () => {
    const page = await openPage(rappen, { as: await newPerson() });
    await begin(page, 'Called', 'Weather in {{town}}?');
    await page.getByRole('link', { name: 'Trigger' }).click();
    await choose(page, 'Trigger', /By webhook/);
    await saveNew(page);
    await page.getByRole('button', { name: 'Make the secret' }).click();
    const secret = (await page.getByText(/^whsec_/).textContent()) ?? '';
    const address =
      (await page
        .getByText(/\/api\/hooks\/automations\/aut_/)
        .first()
        .textContent()) ?? '';
    const body = JSON.stringify({ town: 'Bern' });
    const at = String(Math.floor(Date.now() / 1000));
    const signature = createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
      .update(`msg_1.${at}.${body}`)
      .digest('base64');
    const answer = await fetch(address, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...{ 'webhook-id': 'msg_1', 'webhook-timestamp': at, 'webhook-signature': `v1,${signature}` },
      },
      body,
    });
    expect(answer.status).toBe(202);
    await page.reload();
    await expect(page.getByText(/^whsec_/)).toHaveCount(0);
    await page.getByRole('link', { name: 'Runs', exact: true }).click();
    await expect(page.getByRole('row', { name: /By webhook/ })).toContainText('done');
  });

  test('what is not saved is not lost silently', async () => {
    const page = await openPage(rappen, { as: await newPerson() });
    await begin(page, 'Draft', 'Not yet');
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('link', { name: 'Prompt', exact: true }).click();
    await expect(page.getByRole('textbox', { name: 'Prompt', exact: true })).toHaveValue('Not yet');
  });
});
