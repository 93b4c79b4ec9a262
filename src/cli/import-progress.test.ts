import { expect, test } from 'vitest';
import { importProgress } from './import-progress.ts';

/** What was written, and a clock that is set by hand. */
function terminal(isTTY: boolean, columns?: number) {
  const written: string[] = [];
  const clock = { ms: 1_000_000 };
  const out = {
    isTTY,
    write: (text: string) => written.push(text) > 0,
    ...(columns === undefined ? {} : { columns }),
  };
  return { written, clock, bar: importProgress(out, () => clock.ms) };
}

test('on a terminal one line is written over, ten times a second at most, and is gone at the end', () => {
  const { written, clock, bar } = terminal(true);
  bar.show('reading', 0, 1_000, '0 lines, users.csv');
  bar.show('reading', 10, 1_000, '1,000 lines, users.csv');
  clock.ms += 100;
  bar.show('reading', 500, 1_000, '2,000 lines, users.csv');
  clock.ms += 5_900;
  bar.show('reading', 600, 1_000, '3,000 lines, users.csv');
  bar.show('planning', 7, 7);
  bar.end();
  expect(written).toEqual([
    `\r\u001b[Kreading: [${'.'.repeat(20)}] 0 %, 0 lines, users.csv`,
    `\r\u001b[Kreading: [${'#'.repeat(10)}${'.'.repeat(10)}] 50 %, 2,000 lines, users.csv`,
    `\r\u001b[Kreading: [${'#'.repeat(12)}${'.'.repeat(8)}] 60 %, about 10 s left, 3,000 lines, users.csv`,
    `\r\u001b[Kplanning: [${'#'.repeat(20)}] 100 %, 7 of 7 mandates`,
    '\r\u001b[K',
  ]);
});

test('the time that is left is told of each step once it can be known', () => {
  const { written, clock, bar } = terminal(true, 120);
  bar.show('planning', 0, 10_000);
  clock.ms += 4_999;
  bar.show('planning', 100, 10_000);
  clock.ms += 5_001;
  bar.show('planning', 2_000, 10_000);
  clock.ms += 90_000;
  bar.show('planning', 3_000, 10_000);
  clock.ms += 1_000;
  bar.show('booking', 1, 10_000);
  expect(written.map((line) => line.replace(/^[^\]]*\] /, ''))).toEqual([
    '0 %, 0 of 10,000 mandates',
    '1 %, 100 of 10,000 mandates',
    '20 %, about 40 s left, 2,000 of 10,000 mandates',
    '30 %, about 4 min left, 3,000 of 10,000 mandates',
    '0 %, 1 of 10,000 mandates',
  ]);
});

test('without a total it says how much there was; what is longer than the terminal is cut', () => {
  const { written, clock, bar } = terminal(true, 20);
  bar.show('checking', 3, undefined, 'step 3 of 15');
  clock.ms += 100;
  bar.show('reading', 0, undefined, '1,000,000 lines, query usage');
  expect(written).toEqual(['\r\u001b[Kchecking: step 3 of', '\r\u001b[Kreading: 1,000,000 ']);
});

test('a terminal that does not know how wide it is has eighty columns', () => {
  const { written, bar } = terminal(true, 0);
  bar.show('planning', 1, 1);
  expect(written).toEqual([`\r\u001b[Kplanning: [${'#'.repeat(20)}] 100 %, 1 of 1 mandates`]);
});

test('elsewhere there are plain lines, one in ten seconds, and none before', () => {
  const { written, clock, bar } = terminal(false);
  bar.show('reading', 1_000, 1_000, '12 lines, users.csv');
  clock.ms += 9_999;
  bar.show('planning', 5, 5);
  clock.ms += 1;
  bar.show('booking', 50, 200);
  clock.ms += 9_000;
  bar.show('booking', 100, 200);
  bar.note('Stopping.');
  clock.ms += 1_000;
  bar.show('booking', 150, 200);
  bar.end();
  expect(written).toEqual([
    'booking: 25 %, 50 of 200 mandates\n',
    'Stopping.\n',
    'booking: 75 %, about 10 s left, 150 of 200 mandates\n',
  ]);
});

test('a note stays above the line', () => {
  const { written, bar } = terminal(true);
  bar.show('booking', 1, 2);
  bar.note('Stopping.');
  bar.end();
  expect(written.slice(1)).toEqual(['\r\u001b[K', 'Stopping.\n']);
});
