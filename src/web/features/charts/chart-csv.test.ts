import { expect, test } from 'vitest';
import { chartCsv } from './chart-csv.ts';
import type { ChartData } from './chart-series.ts';

const WORDS = {
  from: 'First day',
  to: 'Last day',
  isUnfinished: 'Not over yet',
  yes: 'yes',
  no: 'no',
  total: 'Total CHF',
  calls: 'Calls',
};

const DATA: ChartData = {
  series: [
    { id: 'a', colour: 'series-1', group: undefined, charged: 12_345_678_901n, calls: 4 },
    { id: 'b', colour: 'series-2', group: undefined, charged: -1n, calls: 1 },
  ],
  columns: [
    {
      label: '2026-10-25',
      from: '2026-10-25',
      to: '2026-10-26',
      isUnfinished: false,
      amounts: [12_345_678_901n, -1n],
      total: 12_345_678_900n,
      calls: 5,
    },
    {
      label: '2026-11',
      from: '2026-11-01',
      to: '2026-12-01',
      isUnfinished: true,
      amounts: [0n, 0n],
      total: 0n,
      calls: 0,
    },
  ],
  total: 12_345_678_900n,
  calls: 5,
};

test('a line per column with exact amounts, and the sums', () => {
  expect(chartCsv(DATA, { ...WORDS, series: ['Anna', 'Beat'] })).toBe(
    [
      '\ufeffFirst day,Last day,Not over yet,Anna,Beat,Total CHF,Calls',
      '2026-10-25,2026-10-25,no,12.345678901,-0.000000001,12.345678900,5',
      '2026-11-01,2026-11-30,yes,0.000000000,0.000000000,0.000000000,0',
      'Total CHF,,,12.345678901,-0.000000001,12.345678900,5',
      '',
    ].join('\r\n'),
  );
});

test.each([
  ['=1+1', "'=1+1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['a;=1', "a;'=1"],
  ['a, "b"', '"a, ""b"""'],
  [' Anna', '" Anna"'],
  ['\t=1', "'\t=1"],
])('a name such as %j is only a name', (name, cell) => {
  const [head] = chartCsv(DATA, { ...WORDS, series: [name, 'Beat'] }).split('\r\n');
  expect(head).toBe(`\ufeffFirst day,Last day,Not over yet,${cell},Beat,Total CHF,Calls`);
});
