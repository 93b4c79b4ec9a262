import { readFile } from 'node:fs/promises';
import { parseCsv } from 'hucre/csv';
import readXlsxFile from 'read-excel-file/node';
import { describe, expect, test } from 'vitest';
import { must } from '#kernel/assert.ts';
import { formatChf, parseChf } from '#kernel/money.ts';
import { amountText } from '#kernel/money-text.ts';
import { ApiClient } from '#test/support/api-client.ts';
import { openPage } from '#test/support/pages/open-page.ts';
import { personIn } from '#test/support/pages/sample-company.ts';
import { startPages } from '#test/support/pages/start-pages.ts';
import { plainAmount, soon, TransactionsView } from '#test/support/pages/transactions-view.ts';
import { WIRE_FORMATS } from '#test/support/wire-formats.ts';

/** What the page adds up is what the server and the file add up. */

const rappen = await startPages();
const { mandateId, key } = await rappen.caller({ balance: '10' });
for (const { path, body } of Object.values(WIRE_FORMATS)) await (await rappen.post(path, key, body)).text();
await rappen.settled();
const anna = await personIn(rappen, mandateId, 'mandate_admin', 'Anna Administrator');
const { cookie } = await rappen.signIn(anna.email, anna.password);
const api = new ApiClient(rappen.url, { cookie, 'x-rappen-mandate': mandateId });

const openaiCalls = Object.values(WIRE_FORMATS).filter(({ provider }) => provider === 'openai').length;

async function openTransactions(search: Readonly<Record<string, string>>) {
  const page = await openPage(rappen, { as: anna });
  const view = new TransactionsView(page);
  await view.open(mandateId, search);
  return { page, view };
}

test('the line above the list adds up', async () => {
  const { view } = await openTransactions({ provider: 'anthropic' });
  const nano = async (name: string | RegExp) =>
    must(parseChf(plainAmount(await view.figure(name).innerText())), 'an amount');
  await soon(() => view.figure('Sum').innerText()).toContain('CHF');
  const { body } = await api.get('/api/billing/transactions/totals?provider=anthropic');
  const shown = (chf: string) => amountText(must(parseChf(chf), 'an amount'), { decimals: 4 });
  await soon(() => view.figure('Sum').innerText()).toContain(shown(body.sumChf));
  await soon(() => view.figure(/All movements \(\d+\)/).innerText()).toContain(shown(body.movementSumChf));
  // Each is rounded for itself.
  const difference = (await nano('Opening')) + (await nano('All movements')) - (await nano('Closing'));
  expect(difference >= -100_000n && difference <= 100_000n, formatChf(difference)).toBe(true);
});

describe('the file', () => {
  test.each(['CSV, for programs', 'XLSX, for Excel'])('%s has what the page says', async (format) => {
    const { page } = await openTransactions({ provider: 'openai' });
    await page.getByRole('button', { name: 'Export' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export' });
    const { body } = await api.get('/api/billing/transactions/totals?provider=openai');
    await dialog.getByText(`${openaiCalls} bookings`).waitFor();
    const sum = amountText(must(parseChf(body.sumChf), 'a sum'), { decimals: 4 });
    await soon(() => dialog.innerText()).toContain(sum);
    const downloading = page.waitForEvent('download');
    await dialog.getByRole('link', { name: format }).click();
    const file = await (await downloading).path();
    await dialog.getByText('The file is being written').waitFor();
    const lines = format.startsWith('CSV')
      ? parseCsv(await readFile(file, 'utf8'))
      : must((await readXlsxFile(await readFile(file)))[0], 'a sheet').data;
    const titles = must(lines[0], 'titles').map(String);
    const cell = (line: readonly unknown[], title: string) => String(line[titles.indexOf(title)]);
    const bookings = lines.filter((line) => /^txn_/.test(cell(line, 'Transaction')));
    expect(bookings).toHaveLength(openaiCalls);
    expect(new Set(bookings.map((line) => cell(line, 'Provider')))).toEqual(new Set(['openai']));
    const total = must(
      lines.find((line) => cell(line, titles[0] ?? '') === 'total'),
      'the total',
    );
    expect(Number(cell(total, 'Amount CHF'))).toBe(Number(body.sumChf));
    expect(Number(cell(total, 'Number'))).toBe(openaiCalls);
  });
});
