import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Page } from '@playwright/test';
import type { RunnerTestCase } from 'vitest';

const FOLDER = 'test-results';
/** A page that hangs gives no picture. */
const PATIENCE_MS = 10_000;
const kept = new Map<string, number>();

/**
 * Leaves what a page looked like when its test failed: a picture, and the trace if there is one
 * (`npx playwright show-trace <file>`).
 */
export async function keepEvidence(page: Page, task: Readonly<RunnerTestCase>): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const path = join(FOLDER, nameOf(task));
  const isPictured = await page
    .screenshot({ path: `${path}.png`, fullPage: true, timeout: PATIENCE_MS })
    .then(() => true)
    .catch(() => false);
  const isTraced = await page
    .context()
    .tracing.stop({ path: `${path}.zip` })
    .then(() => true)
    .catch(() => false);
  const files = [...(isPictured ? [`${path}.png`] : []), ...(isTraced ? [`${path}.zip`] : [])];
  process.stderr.write(`the page at ${page.url()}: ${files.join(', ') || 'no picture could be taken'}\n`);
}

/** Two pages of one test have two names. */
function nameOf({ file, fullTestName }: Readonly<RunnerTestCase>): string {
  const name = `${basename(file.name, '.test.ts')}-${fullTestName}`
    .replace(/[^\p{L}\d]+/gu, '-')
    .slice(0, 100);
  const count = (kept.get(name) ?? 0) + 1;
  kept.set(name, count);
  return count === 1 ? name : `${name}-${count}`;
}
