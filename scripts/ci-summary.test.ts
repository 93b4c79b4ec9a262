import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileTree } from '#test/support/file-tree.ts';

const result = (passed: number, failed: number, pending: number, files: object[] = []) =>
  JSON.stringify({
    testResults: files,
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: pending,
    numTodoTests: 0,
  });

const unloadable = { status: 'failed', assertionResults: [] };

test.each([
  ['all passed', result(123, 0, 0), '123 passed, 0 failed', 0],
  ['some skipped', result(5, 0, 2), '2 skipped\n5 passed, 0 failed', 0],
  ['one failed', result(5, 1, 0), '5 passed, 1 failed', 1],
  ['a file that cannot be loaded', result(5, 0, 0, [unloadable]), '5 passed, 1 failed', 1],
  ['no test ran', result(0, 0, 3), '3 skipped\n0 passed, 0 failed', 1],
  ['a result that was cut off', '{"testRes', '0 passed, 0 failed', 1],
])('%s', (_, json, output, exitCode) => {
  const root = fileTree({ 'tests.json': json });
  const run = spawnSync(process.execPath, ['scripts/ci-summary.mjs', join(root, 'tests.json')], {
    encoding: 'utf8',
  });
  expect(run.stdout).toBe(`${output}\n`);
  expect(run.status).toBe(exitCode);
});
