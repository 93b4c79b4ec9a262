import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from 'vitest';
import { must } from '#kernel/assert.ts';
import { openPage } from '#test/support/pages/open-page.ts';
import { expectAccessible } from '#test/support/pages/page-checks.ts';
import { expectAddress, expectText, readRows } from '#test/support/pages/page-text.ts';
import { visit } from '#test/support/pages/page-visit.ts';
import { spendingCompany } from '#test/support/pages/spending-company.ts';
import { startPages } from '#test/support/pages/start-pages.ts';

const rappen = await startPages();
const company = await spendingCompany(rappen);
const OCTOBER = '/billing?from=2026-10-01&to=2026-10-31';

function chartOf(page: Page): Locator {
  return page.getByRole('region', { name: 'Spending per day' });
}

function barsOf(page: Page): Locator {
  return page.getByRole('listbox', { name: 'Bars of the chart' });
}

async function open(address: string, timeZone?: string): Promise<Page> {
  const page = await openPage(rappen, { as: company.admin, ...(timeZone ? { timeZone } : {}) });
  await visit(page, address);
  return page;
}

test('with the keyboard: to a bar, to its bookings, and back', async () => {
  const page = await open(OCTOBER);
  await barsOf(page).focus();
  await page.keyboard.press('Home');
  for (let day = 1; day < 5; day++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expectAddress(page, /days=2026-10-05/);
  await expectText(chartOf(page).getByRole('status'), '05.10.2026 CHF 22.40 Calls: 1');
  await expectText(
    page.getByRole('region', { name: 'Models that cost most' }),
    'claude-test 22.40 100 % 1 22.40',
  );
  const picked = barsOf(page).getByRole('option', { selected: true });
  await expect
    .poll(() => picked.getAttribute('aria-label'))
    .toMatch(/^Mon 05\.10\.2026: CHF.22\.40, calls: 1$/);
  await chartOf(page).getByRole('link', { name: 'Show these bookings' }).press('Enter');
  await expectAddress(page, /transactions\?.*from=2026-10-05&to=2026-10-05&type=usage/);
  await expectText(page.locator('main'), 'Bookings 1', 'CHF \u221222.40');
  await page.goBack();
  await expectText(chartOf(page).getByRole('status'), '05.10.2026 CHF 22.40');
  await barsOf(page).focus();
  await page.keyboard.press('Escape');
  await expectText(chartOf(page).getByRole('status'), '01.10.2026 – 31.10.2026 CHF 90.40');
});

test('with the keyboard: Shift stretches, and Zoom shows only these days', async () => {
  const page = await open(OCTOBER);
  await barsOf(page).focus();
  await page.keyboard.press('End');
  await page.keyboard.press('PageUp');
  for (let day = 0; day < 2; day++) await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Enter');
  await expectAddress(page, /days=2026-10-24\.\.2026-10-26/);
  await expectText(chartOf(page).getByRole('status'), '24.10.2026 – 26.10.2026 CHF 63.00 Calls: 6');
  await chartOf(page).getByRole('button', { name: 'Only these days' }).press('Enter');
  await expectAddress(page, /from=2026-10-24&to=2026-10-26/);
  await expect.poll(() => barsOf(page).getByRole('option').count()).toBe(3);
  await page.goBack();
  await expectAddress(page, /days=2026-10-24\.\.2026-10-26/);
});

test('with the mouse: a drag picks days, a press on a name narrows the page, Back takes both back', async () => {
  const page = await open(OCTOBER);
  const { x, y, width } = must((await barsOf(page).boundingBox()) ?? undefined, 'the bars');
  const middleOf = (day: number) => x + (width * (day - 0.5)) / 31;
  await page.mouse.move(middleOf(20), y + 60);
  await page.mouse.down();
  await page.mouse.move(middleOf(25), y + 80, { steps: 4 });
  await page.mouse.up();
  await expectAddress(page, /days=2026-10-20\.\.2026-10-25/);
  await expectText(chartOf(page).getByRole('status'), 'CHF 36.00 Calls: 6');
  await chartOf(page).getByRole('button', { name: 'claude-test' }).click();
  await expectAddress(page, /model=claude-test/);
  await expectText(chartOf(page).getByRole('status'), 'CHF 31.00 Calls: 5');
  await expectText(chartOf(page), 'Model claude-test', 'Days 20.10.2026 – 25.10.2026');
  await page.reload();
  await expectText(chartOf(page).getByRole('status'), 'CHF 31.00 Calls: 5');
  await chartOf(page).getByRole('button', { name: 'Remove the filter Model' }).click();
  await expectText(chartOf(page).getByRole('status'), 'CHF 36.00 Calls: 6');
  await page.goBack();
  await expectText(chartOf(page).getByRole('status'), 'CHF 31.00 Calls: 5');
});

test('a link shows the same to a colleague', async () => {
  const address = `${OCTOBER}&by=user&days=2026-10-24..2026-10-25&feature=chat&view=table`;
  const page = await openPage(rappen, { as: company.viewer });
  await page.goto(address);
  await expectText(chartOf(page).getByRole('status'), '24.10.2026 – 25.10.2026 CHF 31.00 Calls: 5');
  await expect
    .poll(async () => (await readRows(chartOf(page).getByRole('table')))[0])
    .toEqual(['Day', 'Total CHF', 'Anna Muster', 'Calls']);
});

/** Day, total, and the number of calls of the days around both changes of the clock. */
const CLOCK_CHANGES = [
  [
    '2026-03-28',
    '2026-03-30',
    ['Sat 28.03.2026 1.0000 1', 'Sun 29.03.2026 14.0000 3', 'Mon 30.03.2026 16.0000 1'],
  ],
  [
    '2026-10-24',
    '2026-10-26',
    ['Sat 24.10.2026 1.0000 1', 'Sun 25.10.2026 30.0000 4', 'Mon 26.10.2026 32.0000 1'],
  ],
] as const;

test.each(['America/New_York', 'Pacific/Auckland', 'Europe/Zurich'])(
  'a browser in %s shows the days of Zurich, also those of 23 and of 25 hours',
  async (timeZone) => {
    for (const [from, to, days] of CLOCK_CHANGES) {
      const page = await open(`/billing?from=${from}&to=${to}&view=table`, timeZone);
      await expectText(chartOf(page), 'Europe/Zurich', days[0].slice(0, 14));
      const rows = async () =>
        (await readRows(chartOf(page).getByRole('table')))
          .slice(1, -1)
          .map(([day, total, _model, calls]) => `${day} ${total} ${calls}`);
      await expect.poll(rows).toEqual(days);
      await chartOf(page)
        .getByRole('link', { name: days[1].slice(0, 14) })
        .click();
      const sum = must(days[1].split(' ')[2], 'the sum');
      await expectText(
        page.locator('main'),
        `\u2212${Number(sum).toFixed(2)}`,
        `Bookings ${days[1].slice(-1)}`,
      );
    }
  },
);

test('the file has what the table shows, and its sums', async () => {
  const page = await open(`${OCTOBER}&by=user&view=table`);
  await expectText(chartOf(page), 'Beat Beispiel');
  const table = await readRows(chartOf(page).getByRole('table'));
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    chartOf(page).getByRole('button', { name: 'CSV' }).press('Enter'),
  ]);
  expect(download.suggestedFilename()).toBe('rappen-2026-10-01-2026-10-31-day-user.csv');
  const text = await readFile(must((await download.path()) ?? undefined, 'the file'), 'utf8');
  const lines = text.split('\r\n').slice(0, -1);
  expect(lines[0]).toBe(
    '\ufeffFirst day (Europe/Zurich),Last day (Europe/Zurich),Not over yet,Anna Muster CHF,Beat Beispiel CHF,Total CHF,Calls',
  );
  expect(lines).toHaveLength(table.length);
  expect(lines[25]).toBe('2026-10-25,2026-10-25,no,30.000000000,0.000000000,30.000000000,4');
  expect(table[25]).toEqual(['Sun 25.10.2026', '30.0000', '30.0000', '0', '4']);
  expect(lines.at(-1)).toBe('Total CHF,,,85.400000000,5.000000000,90.400000000,8');
  expect(table.at(-1)).toEqual(['Total', '90.4000', '85.4000', '5.0000', '8']);
});

test('months are bars of months, and the one that runs says so', async () => {
  const page = await open('/billing?from=2026-03-01&view=table');
  const chart = page.getByRole('region', { name: 'Spending per month' });
  await expectText(
    chart,
    'October 2026 90.4000',
    'September 2026 30.0000',
    'March 2026 31.0000',
    'not over yet',
  );
  await chart.getByRole('button', { name: 'Show as chart' }).press('Enter');
  await expect
    .poll(() => barsOf(page).getByRole('option').first().getAttribute('aria-label'))
    .toMatch(/^March 2026: CHF.31\.00/);
});

test('the pickers can be used, and nothing of it is out of reach', async () => {
  const page = await open(OCTOBER);
  await chartOf(page).getByRole('button', { name: 'Days' }).press('Enter');
  await page.getByRole('dialog').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Last year' }).press('Enter');
  await expectAddress(page, /from=2\d{3}-01-01&to=2\d{3}-12-31/);
  await page.getByRole('button', { name: 'Split by' }).press('Enter');
  await page.getByRole('option', { name: 'Provider' }).waitFor();
  await expectAccessible(page);
  await page.getByRole('option', { name: 'Provider' }).press('Enter');
  await expectAddress(page, /by=provider/);
});
