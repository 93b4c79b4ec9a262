import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { fileTree } from '#test/support/file-tree.ts';
import { ensureBrowser } from '#test/support/pages/browser-program.ts';

function program(script: string): string {
  const path = join(fileTree({ browser: `#!/bin/sh\n${script}\n` }), 'browser');
  chmodSync(path, 0o755);
  return path;
}

test('a browser that was chosen is taken', async () => {
  const chosen = program('echo "Google Chrome 150.0"');
  expect(await ensureBrowser(chosen)).toBe(chosen);
});

test.each([
  ['does not run', 'echo "Chromium"; exit 127'],
  ['only says how to install one', 'echo "Please install the snap"'],
])('one that was chosen and %s is refused, and no other taken in its place', async (_what, script) => {
  const chosen = program(script);
  await expect(ensureBrowser(chosen)).rejects.toThrow(`CHROME_PATH is ${chosen}, and that is no browser`);
});

test('one that is not there is refused too', async () => {
  await expect(ensureBrowser('/nowhere/chromium')).rejects.toThrow('CHROME_PATH is /nowhere/chromium');
});

test('without a choice there is the one that these tests use', async () => {
  expect(await ensureBrowser('')).toBe(inject('browserProgram'));
});
