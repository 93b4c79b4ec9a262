import { parseArgs } from 'node:util';
import { tortureReport } from './torture-report.ts';
import { torture } from './torture-run.ts';

/** `npm run torture -- --seed S --seconds N`: random load with faults, then the recount. Exit 1 if anything is wrong. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    seconds: { type: 'string', default: '60' },
    gateways: { type: 'string', default: '2' },
    callers: { type: 'string', default: '24' },
  },
});
const seed = wholeNumber('seed', values.seed);
const say = (line: string) => process.stdout.write(`${line}\n`);
say(`seed ${seed}`);
const result = await torture({
  seed,
  seconds: wholeNumber('seconds', values.seconds),
  gateways: wholeNumber('gateways', values.gateways),
  callers: wholeNumber('callers', values.callers),
  hangs: true,
  say,
});
say(tortureReport(seed, result));
process.exitCode = result.violations.length === 0 ? 0 : 1;

function wholeNumber(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  process.stderr.write(`--${name} must be a whole number\n`);
  process.exit(2);
}
