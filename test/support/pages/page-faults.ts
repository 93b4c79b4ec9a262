import type { Page } from '@playwright/test';

/** What goes wrong on a page without anybody seeing it: errors, refused by the policy, warnings of React. */
export class PageFaults {
  readonly #found: string[] = [];
  readonly #expected: RegExp[] = [];

  constructor(page: Page) {
    page.on('pageerror', (error) => this.#found.push(`thrown: ${error.stack ?? error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning')
        this.#found.push(`${message.type()}: ${message.text()} (${message.location().url})`);
    });
  }

  /** Such a fault belongs to the test: a refusal that it provokes, a server that it stops. */
  expect(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  unexpected(): readonly string[] {
    return this.#found.filter((fault) => !this.#expected.some((pattern) => pattern.test(fault)));
  }
}
