import { defineConfig } from 'vitest/config';

const DATABASE_TESTS = ['{src,simulator,bench}/**/*.db.test.ts', 'test/**/*.test.ts'];

/** Two projects, so that pure tests do not wait for PostgreSQL: the cluster starts only when a file needs it. */
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
        },
      },
      {
        extends: true,
        test: {
          name: 'database',
          include: DATABASE_TESTS,
          globalSetup: ['test/support/database-cluster.ts'],
          // Only ends what hangs: slow machines take their time.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
