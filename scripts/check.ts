import { spawnSync } from 'node:child_process';

/** What is checked before the tests run. Every step runs, whatever the others say, so one run shows everything. */
const STEPS: readonly { name: string; script: string; args: readonly string[] }[] = [
  {
    name: 'format and lint',
    script: 'node_modules/@biomejs/biome/bin/biome',
    args: ['ci', '--error-on-warnings', '--colors=off'],
  },
  { name: 'types', script: 'node_modules/typescript/bin/tsc', args: ['--noEmit'] },
  {
    name: 'types of the pages',
    script: 'node_modules/typescript/bin/tsc',
    args: ['--noEmit', '-p', 'src/web'],
  },
  {
    name: 'types of their tests',
    script: 'node_modules/typescript/bin/tsc',
    args: ['--noEmit', '-p', 'test/pages'],
  },
  { name: 'borders', script: 'scripts/check-borders.ts', args: [] },
  { name: 'unused code', script: 'node_modules/knip/bin/knip.js', args: ['--no-progress'] },
  { name: 'texts', script: 'scripts/check-texts.ts', args: [] },
  { name: 'size of pages', script: 'scripts/check-pages.ts', args: [] },
  { name: 'house rules', script: 'scripts/check-house.ts', args: [] },
];

const results = STEPS.map(({ name, script, args }) => {
  console.log(`\n== ${name}`);
  const started = performance.now();
  const { status } = spawnSync(process.execPath, [script, ...args], { stdio: 'inherit' });
  return { name, passed: status === 0, seconds: (performance.now() - started) / 1000 };
});

console.log('');
for (const { name, passed, seconds } of results) {
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${name.padEnd(16)} ${seconds.toFixed(1)} s`);
}
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
