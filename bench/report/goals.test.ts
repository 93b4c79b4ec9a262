import { expect, test } from 'vitest';
import type { CaseResult, GatewayCase, Measured } from '../gateway/gateway-cases.ts';
import { CASES } from '../gateway/gateway-cases.ts';
import { goalsOf } from './goals.ts';
import { renderResults } from './results.ts';

const NUMBERS: Measured = { requestsPerSecond: 1_000, p50Ms: 1, p99Ms: 2, firstByteP50Ms: 1, failed: 0 };

function gateway(rappen: Partial<Measured>) {
  const measure = (each: GatewayCase): CaseResult => ({
    ...each,
    of: { direct: NUMBERS, rappen: { ...NUMBERS, ...rappen }, portkey: { ...NUMBERS, p50Ms: 20 } },
  });
  return { cases: CASES.map(measure), commitP50Ms: 0.5, books: { booked: 1, billed: 1, recomputed: 1 } };
}

test('what is reached exactly is met, what falls short is not', () => {
  const met = (rappen: Partial<Measured>) => goalsOf({ gateway: gateway(rappen) }).map(({ isMet }) => isMet);
  const rest = { p50Ms: 3, firstByteP50Ms: 6 };
  expect(met({ requestsPerSecond: 5_000, ...rest })).toEqual([true, true, true, true, true, true, true]);
  expect(met({ requestsPerSecond: 4_999, ...rest })).toEqual([true, false, true, true, true, true, true]);
  expect(met({ requestsPerSecond: 3_999, p50Ms: 3.01, firstByteP50Ms: 6.01 })).toEqual([
    ...[false, false, false],
    ...[true, false, false, false],
  ]);
  expect(met({ requestsPerSecond: 5_000, ...rest, p50Ms: 20 })[3]).toBe(false);
});

test('the results say so in their first table', () => {
  const ledger = {
    cases: [{ accounts: 1, concurrency: 128, pairsPerSecond: 6_000, p50Ms: 5, p99Ms: 80 }],
    commitP50Ms: 0.5,
    pairs: 1,
  };
  const rows = renderResults({ ledger }, '')
    .split('\n')
    .filter((line) => line.startsWith('| ledger'));
  expect(rows.map((row) => row.split(' | ').at(-1))).toEqual(['yes |', '**no** |', '**no** |']);
});

test('a long history: lists, 90 days and exports have goals, longer statistics have none', () => {
  const one = {
    name: 'no filter',
    query: '',
    caller: 'administrator',
    firstMs: 299,
    medianMs: 5,
    nextPagesMs: 300,
  } as const;
  const history = {
    rows: 1,
    fillSeconds: undefined,
    firstBalanceMs: 1,
    balanceMs: 1,
    cases: [
      { ...one, kind: 'list' },
      { ...one, kind: 'statistics', name: '90 days by user', nextPagesMs: undefined },
      { ...one, kind: 'statistics', name: 'twelve months', firstMs: 900, nextPagesMs: undefined },
    ],
    exports: [{ format: 'csv', rows: 1, seconds: 1, megabytes: 1, memoryBefore: 200, memoryMost: 301 }],
  } as const;
  expect(goalsOf({ history }).map(({ isMet }) => isMet)).toEqual([true, false, true, true, false]);
  expect(renderResults({ history }, '')).toContain('| twelve months | 900.0 ms | 5.00 ms |');
});

test('an import: the slowest source and the most memory count', () => {
  const run = { source: 'files', isAgain: false, seconds: 247, mostMegabytes: 450 } as const;
  const imported = (change: object) => ({
    ...{ mandates: 10_000, users: 200_000, calls: 5_000_000, fileMegabytes: 381 },
    runs: [run, { ...run, source: 'database' as const, isAgain: true, ...change }],
  });
  const met = (change: object) => goalsOf({ import: imported(change) }).map(({ isMet }) => isMet);
  expect(met({})).toEqual([true, true]);
  expect(met({ seconds: 600 })).toEqual([false, true]);
  expect(met({ mostMegabytes: 500 })).toEqual([true, false]);
  const report = renderResults({ import: imported({ seconds: 599.6 }) }, '');
  expect(report).toContain('| CSV files | 4 min 07 s | 450 MB |');
  expect(report).toContain('| a PostgreSQL database, again with nothing changed | 10 min 00 s | 450 MB |');
});

test('workflows: what is added counts, not how long it takes', () => {
  const firstToken = (p50Ms: number) => ({ count: 80, p50Ms, p99Ms: 99 });
  const spread = (mostMs: number) => ({ count: 200, p50Ms: 1, p99Ms: 2, mostMs });
  const workflows = (more: {
    readonly chatMs: number;
    readonly stallMs: number;
    readonly seconds: number;
  }) => ({
    firstTokens: {
      direct: firstToken(50),
      gateway: firstToken(99),
      v1: firstToken(60),
      chat: firstToken(more.chatMs),
    },
    chats: {
      ...{ count: 200, pieces: 200, pieceEveryMs: 30, probe: spread(999) },
      of: {
        direct: { stall: spread(999), steadyStall: spread(999), firstPiece: spread(999) },
        chat: { stall: spread(more.stallMs), steadyStall: spread(999), firstPiece: spread(999) },
      },
    },
    automations: {
      ...{ count: 1_000, firstBegunSeconds: 1, halfEndedSeconds: 2 },
      lastEndedSeconds: more.seconds,
    },
    books: { booked: 1, billed: 1, recomputed: 1 },
  });
  const met = (more: Parameters<typeof workflows>[0]) =>
    goalsOf({ workflows: workflows(more) }).map(({ isMet }) => isMet);
  expect(met({ chatMs: 60, stallMs: 250, seconds: 120 })).toEqual([true, true, true, true]);
  expect(met({ chatMs: 60.1, stallMs: 250.1, seconds: 120.1 })).toEqual([true, false, false, false]);
  const report = renderResults({ workflows: workflows({ chatMs: 61, stallMs: 1, seconds: 1 }) }, '');
  expect(report).toContain(
    '| as a message in a chat, read by its live events | 61.0 ms | 99.0 ms | 11.0 ms |',
  );
});

test('a page of transactions: the worst stretch, the most memory and every refused request count', () => {
  const frames = { count: 1_000, p50Ms: 16.7, p95Ms: 33.4, mostMs: 80, longShare: 0.01 };
  const waits = { flicks: 1, mostLines: 20, p95Ms: 100, mostMs: 300 };
  const stretch = { where: 'down', flicks: 40, lines: 22_000, frames, waits, mostRows: 80 };
  const place = { where: 'top', line: 30, heapMegabytes: 9, domNodes: 1_500, rappenMegabytes: 300 };
  const pages = {
    rows: 10_000_000,
    opening: { firstMs: 1_000, medianMs: 300, totalsMs: 600 },
    stretches: [stretch, stretch],
    places: [place, { ...place, heapMegabytes: 19 }],
    drag: { strokes: 1, seconds: 3, frames, pages: 20, refused: 0, mostRows: 46, untilThereMs: 0 },
    jump: { rowsMs: 500, totalsMs: 900 },
  };
  const missed = (change: Partial<typeof pages>) =>
    goalsOf({ pages: { ...pages, ...change } }).flatMap(({ isMet, what }) =>
      isMet ? [] : [what.slice(what.indexOf(':') + 2)],
    );
  expect(missed({})).toEqual([]);
  expect(missed({ stretches: [stretch, { ...stretch, frames: { ...frames, p95Ms: 50 } }] })).toEqual([
    'p95 of a frame while it is scrolled',
  ]);
  expect(missed({ drag: { ...pages.drag, refused: 1, frames: { ...frames, longShare: 0.02 } } })).toEqual([
    'frames over 50 ms',
    'requests refused while it is drawn up and down',
  ]);
  expect(missed({ places: [place, { ...place, heapMegabytes: 19.1, rappenMegabytes: 301 }] })).toEqual([
    'memory that the browser gained on the way',
    "memory of Rappen's process",
  ]);
  expect(renderResults({ pages }, '')).toContain('| down | 40 | 22,000 | 16.7 ms | 33.4 ms |');
});
