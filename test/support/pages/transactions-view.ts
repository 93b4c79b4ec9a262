import type { Locator, Page } from '@playwright/test';
import { expect } from 'vitest';
import type { MandateId } from '#kernel/id.ts';
import { PATIENCE_MS } from './page-patience.ts';

/** Waits until it is so, on slow machines too. */
export function soon<Value>(look: () => Value | Promise<Value>) {
  return expect.poll(look, { timeout: PATIENCE_MS });
}

/** The page of transactions, as somebody who reads it sees it. */
export class TransactionsView {
  readonly page: Page;
  readonly grid: Locator;

  constructor(page: Page) {
    this.page = page;
    this.grid = page.getByRole('grid', { name: 'Bookings' });
  }

  async open(mandateId: MandateId, search: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.page.goto(`/billing/transactions?${new URLSearchParams({ mandate: mandateId, ...search })}`);
    await this.grid.or(this.page.getByText('No booking matches the filter')).first().waitFor();
  }

  /** The bookings that the page has drawn, without the rows for what is not there. */
  rows(): Locator {
    return this.grid.locator('tr[data-booking]');
  }

  /** A figure of the line above the list, or of the head of the drawer: `Sum` -> `CHF −0.0123`. */
  figure(name: string | RegExp): Locator {
    return this.page
      .locator('dl > div')
      .filter({ has: this.page.locator('dt', { hasText: name }) })
      .locator('dd');
  }

  /** Sets one condition by its chip, with the keyboard. */
  async choose(chip: string, choice: string): Promise<void> {
    await this.page.getByRole('button', { name: chip, exact: true }).press('Enter');
    await this.page.getByRole('option', { name: choice }).first().click();
  }

  drawer(): Locator {
    return this.page.getByRole('dialog');
  }

  search(): Readonly<Record<string, string>> {
    const { mandate: _mandate, ...rest } = Object.fromEntries(new URL(this.page.url()).searchParams);
    return rest;
  }
}

/** `CHF −1'234.50` -> `-1234.50` */
export function plainAmount(text: string): string {
  return text.replace(/[^\d.−-]/g, '').replace('−', '-');
}
