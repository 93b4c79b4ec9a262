/**
 * How long a test waits for what a page shows, in all of its waits. It only ends what never comes: a slow machine takes its
 * time. The limits of vitest.config.ts are longer.
 */
export const PATIENCE_MS = 60_000;
