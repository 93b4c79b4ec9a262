import { describe, expect, test } from 'vitest';
import { insertBackdated } from '#test/support/backdated-calls.ts';
import { openPage } from '#test/support/pages/open-page.ts';
import { personIn } from '#test/support/pages/sample-company.ts';
import { startPages } from '#test/support/pages/start-pages.ts';
import { soon, TransactionsView } from '#test/support/pages/transactions-view.ts';

/** Days are Zurich's, wherever the browser is, on the days on which the clock changes too. */

const rappen = await startPages();
const { mandateId } = await rappen.caller({ balance: '0' });
const anna = await personIn(rappen, mandateId, 'mandate_admin');

const CALLS = [
  ['2026-03-28T22:59:59.900Z', '28.03.2026 23:59:59'],
  ['2026-03-28T23:00:00.000Z', '29.03.2026 00:00:00'],
  ['2026-03-29T00:59:59.000Z', '29.03.2026 01:59:59'],
  ['2026-03-29T01:00:00.000Z', '29.03.2026 03:00:00'],
  ['2026-03-29T21:59:59.900Z', '29.03.2026 23:59:59'],
  ['2026-10-24T21:59:59.900Z', '24.10.2026 23:59:59'],
  ['2026-10-24T22:00:00.000Z', '25.10.2026 00:00:00'],
  ['2026-10-25T00:30:00.000Z', '25.10.2026 02:30:00 +02:00'],
  ['2026-10-25T01:30:00.000Z', '25.10.2026 02:30:00 +01:00'],
  ['2026-10-25T22:59:59.900Z', '25.10.2026 23:59:59'],
  ['2026-10-25T23:00:00.000Z', '26.10.2026 00:00:00'],
] as const;
await insertBackdated(
  rappen.database.openOwner(),
  mandateId,
  CALLS.map(([at]) => ({ at, amount: -1_000_000_000n })),
);

const newestFirst = CALLS.map(([, text]) => text).toReversed();

async function shownTimes(view: TransactionsView): Promise<readonly string[]> {
  const texts = await view.rows().locator('td:first-child').allInnerTexts();
  return texts.map((text) => text.trim());
}

describe.each(['Europe/Zurich', 'America/New_York', 'Pacific/Auckland'])('a browser in %s', (timeZone) => {
  test('shows both clock changes in one list', async () => {
    const view = new TransactionsView(await openPage(rappen, { as: anna, timeZone, width: 1440 }));
    await view.open(mandateId, { from: '2026-03-28', to: '2026-10-26' });
    await soon(() => shownTimes(view)).toEqual(newestFirst);
  });

  test.each([
    ['2026-03-29', 4],
    ['2026-10-25', 4],
    ['2026-10-26', 1],
  ])('the day %s has its 23, 24 or 25 hours', async (day, count) => {
    const view = new TransactionsView(await openPage(rappen, { as: anna, timeZone }));
    await view.open(mandateId, { from: day, to: day });
    await soon(() => view.rows().count()).toBe(count);
    await soon(() => view.figure(/^Bookings$/).innerText()).toBe(String(count));
    await soon(() => view.figure('Sum').innerText()).toBe(`CHF\u00a0−${count}.0000`);
    const [year = '', month = '', date = ''] = day.split('-');
    const isOfTheDay = (text: string) => text.startsWith(`${date}.${month}.${year} `);
    await soon(async () => (await shownTimes(view)).every(isOfTheDay)).toBe(true);
    await view.page.getByText('Europe/Zurich').first().waitFor();
  });

  test('today is Zurich’s, and a preset puts plain days into the address', async () => {
    const page = await openPage(rappen, { as: anna, timeZone });
    await page.clock.setFixedTime(new Date('2026-10-25T23:30:00Z'));
    const view = new TransactionsView(page);
    await view.open(mandateId);
    await page.getByRole('button', { name: /^Days/ }).click();
    await page.getByRole('button', { name: /^Today, Monday, 26 October 2026/ }).waitFor();
    await page.getByRole('button', { name: 'Today', exact: true }).click();
    await soon(() => view.search()).toEqual({ from: '2026-10-26', to: '2026-10-26' });
    await soon(() => view.rows().count()).toBe(1);
  });
});

test('hours and days have headings that count what lies in them', async () => {
  const page = await openPage(rappen, { as: anna });
  const view = new TransactionsView(page);
  await view.open(mandateId, { from: '2026-10-25', to: '2026-10-25', group: 'hour' });
  await soon(() => view.grid.locator('td[colspan]').filter({ hasText: 'booking' }).allInnerTexts()).toEqual([
    expect.stringMatching(/^Sun 25\.10\.2026 23:00–00:00\s+1 booking\s*CHF.−1\.0000$/),
    expect.stringMatching(/^Sun 25\.10\.2026 02:00–03:00 \+01:00\s+1 booking\s*CHF.−1\.0000$/),
    expect.stringMatching(/^Sun 25\.10\.2026 02:00–03:00 \+02:00\s+1 booking\s*CHF.−1\.0000$/),
    expect.stringMatching(/^Sun 25\.10\.2026 00:00–01:00\s+1 booking\s*CHF.−1\.0000$/),
  ]);
  await page.getByRole('radio', { name: 'By day' }).click();
  await page.getByText('Sun 25.10.2026').waitFor();
  await soon(() => view.grid.getByText('4 bookings').count()).toBe(1);
});

/** To the 26th; a first press begins the range and goes on to the 27th; back to the 25th. */
const KEYS = ['ArrowLeft', 'ArrowLeft', 'Enter', 'ArrowLeft', 'ArrowLeft', 'Enter'];

test('two days of the calendar, by the keyboard', async () => {
  const page = await openPage(rappen, { as: anna });
  await page.clock.setFixedTime(new Date('2026-10-28T12:00:00Z'));
  const view = new TransactionsView(page);
  await view.open(mandateId);
  await page.getByRole('button', { name: /^Days/ }).press('Enter');
  await page.getByRole('grid', { name: 'October 2026' }).getByRole('button', { name: /28/ }).focus();
  for (const key of KEYS) await page.keyboard.press(key);
  await soon(() => view.search()).toEqual({ from: '2026-10-25', to: '2026-10-26' });
  await page.getByRole('button', { name: /25\.10\.2026 – 26\.10\.2026/ }).waitFor();
});
