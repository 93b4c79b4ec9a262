import { expect as webFirst } from '@playwright/test';

/**
 * Playwright's own `expect`: waits until it holds, so a test needs no pauses. It also has the usual `toBe`, `toEqual` ...
 * The time only ends what never comes: slow machines take theirs.
 */
export const expect = webFirst.configure({ timeout: 20_000 });
