import type { Locator, Page } from '@playwright/test';
import { expect } from 'vitest';
import { PATIENCE_MS } from './page-patience.ts';

/** What a person reads there, on one line, with plain spaces. */
export async function readText(where: Locator): Promise<string> {
  return (await where.innerText()).replace(/\s+/g, ' ').trim();
}

/** Waits until all of these can be read there. */
export async function expectText(where: Locator, ...texts: readonly string[]): Promise<void> {
  for (const text of texts)
    await expect.poll(() => readText(where), { timeout: PATIENCE_MS }).toContain(text);
}

/** Waits until the page has such an address. */
export async function expectAddress(page: Page, pattern: RegExp): Promise<void> {
  await expect.poll(() => page.url(), { timeout: PATIENCE_MS }).toMatch(pattern);
}

/** Rows of a table, cell by cell, as they are read. */
export async function readRows(table: Locator): Promise<readonly (readonly string[])[]> {
  const rows = await table.locator('tr').all();
  return Promise.all(
    rows.map(async (row) => {
      const cells = await row.locator('th, td').allInnerTexts();
      return cells.map((cell) => cell.replace(/\s+/g, ' ').trim());
    }),
  );
}
