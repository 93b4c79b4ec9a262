import { expect as webFirst } from '@playwright/test';
import { PATIENCE_MS } from './page-patience.ts';

/**
 * Playwright's own `expect`: waits until it holds, so a test needs no pauses. It also has the usual `toBe`, `toEqual` ...
 */
export const expect = webFirst.configure({ timeout: PATIENCE_MS });
