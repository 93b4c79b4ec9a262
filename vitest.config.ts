import { defineConfig } from 'vitest/config';

const DATABASE_TESTS = ['{src,simulator,bench}/**/*.db.test.ts', 'test/**/*.test.ts'];
const PAGE_TESTS = ['test/pages/**/*.test.ts'];
/** Only ends what hangs: slow machines take their time. */
const TIMEOUTS = { testTimeout: 120_000, hookTimeout: 120_000 };
/** Longer than several of the waits within them: those tell what never came. */
const PAGE_TIMEOUTS = { testTimeout: 300_000, hookTimeout: 300_000, expect: { poll: { timeout: 60_000 } } };

/**
 * Files share a worker's modules: importing the program anew for each took a third of the time. Nothing in them is set by a
 * test and left so. Pages keep a worker for each file, and with it a browser.
 */
const SHARED = { isolate: false };

/** Three projects: PostgreSQL and the browser start only when a file needs them. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: ['{src,simulator,bench,scripts}/**/*.test.ts'],
          exclude: DATABASE_TESTS,
          ...SHARED,
          ...TIMEOUTS,
        },
      },
      {
        extends: true,
        test: {
          name: 'database',
          include: DATABASE_TESTS,
          exclude: PAGE_TESTS,
          globalSetup: ['test/support/database-cluster.ts'],
          ...SHARED,
          ...TIMEOUTS,
        },
      },
      {
        extends: true,
        test: {
          name: 'pages',
          include: PAGE_TESTS,
          globalSetup: ['test/support/database-cluster.ts', 'test/support/pages/pages-setup.ts'],
          ...PAGE_TIMEOUTS,
        },
      },
    ],
  },
});
