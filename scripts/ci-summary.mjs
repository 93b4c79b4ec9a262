// Reads what Vitest's JSON reporter wrote and prints one line for people and machines: `123 passed, 0 failed`.
// Fails when a test failed and when none ran. Runs on Node 18.
import { readFileSync } from 'node:fs';

const { passed, failed, skipped } = count(process.argv[2]);
if (skipped > 0) console.log(`${skipped} skipped`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = passed > 0 && failed === 0 ? 0 : 1;

function count(path) {
  try {
    const { testResults, numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
      readFileSync(path, 'utf8'),
    );
    // A file that cannot be loaded has no tests that could fail: it counts as one.
    const unloadable = testResults.filter(
      ({ status, assertionResults }) =>
        status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
    );
    return {
      passed: numPassedTests,
      failed: numFailedTests + unloadable.length,
      skipped: numPendingTests + numTodoTests,
    };
  } catch (error) {
    console.error(`the tests left no result: ${error.message}`);
    return { passed: 0, failed: 0, skipped: 0 };
  }
}
