import { expect, test } from 'vitest';
import { tortureReport } from './torture-report.ts';
import { torture } from './torture-run.ts';

const SEED = 20_261_123;

test('a short torture run: nothing is wrong', async () => {
  const lines: string[] = [];
  const result = await torture({
    seed: SEED,
    seconds: 10,
    gateways: 2,
    callers: 16,
    hangs: false,
    say: (line) => lines.push(line),
  });
  expect(result.violations, tortureReport(SEED, result)).toEqual([]);
  // How much of it a slow machine gets done is its own affair; nothing at all would prove nothing.
  expect(result.findings.exact).toBeGreaterThan(0);
  expect(Object.values(result.calamities).reduce((sum, times) => sum + times, 0)).toBeGreaterThan(0);
  expect(result.samples.nearFloor).toBeGreaterThan(0);
}, 120_000);
