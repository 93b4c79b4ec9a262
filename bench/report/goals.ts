import { must } from '#kernel/assert.ts';
import type { GatewayResult } from '../gateway/gateway-bench.ts';
import type { GatewayCase } from '../gateway/gateway-cases.ts';
import type { HistoryResult, MeasuredCase } from '../history/history-bench.ts';
import type { LedgerResult } from '../ledger/ledger-bench.ts';
import { type MemoryResult, OPEN_STREAMS, SLOW_READERS } from '../memory/memory-bench.ts';
import type { StartResult } from '../start/start-bench.ts';
import { bankGoals } from './bank-section.ts';
import type { BenchResults } from './bench-results.ts';
import type { Goal } from './goal.ts';
import { importGoals } from './import-section.ts';
import { megabytes, ms, perSecond, ratio, whole } from './numbers.ts';
import { pagesGoals } from './pages-goals.ts';
import { reportsGoals } from './reports-section.ts';
import { workflowGoals } from './workflow-goals.ts';

export function goalsOf({
  ledger,
  gateway,
  workflows,
  memory,
  history,
  pages,
  reports,
  bank,
  import: imported,
  start,
}: BenchResults): Goal[] {
  return [
    ...(ledger ? ledgerGoals(ledger) : []),
    ...(gateway ? gatewayGoals(gateway) : []),
    ...(workflows ? workflowGoals(workflows) : []),
    ...(memory ? memoryGoals(memory) : []),
    ...(history ? historyGoals(history) : []),
    ...(pages ? pagesGoals(pages) : []),
    ...(reports ? reportsGoals(reports) : []),
    ...(bank ? bankGoals(bank) : []),
    ...(imported ? importGoals(imported) : []),
    ...(start ? startGoals(start) : []),
  ];
}

const LEDGER = { leastPairs: 5_000, goalPairs: 8_000, mostP99Ms: 75 };
const GATEWAY = { leastRatio: 4, goalRatio: 5, besideCommitsMs: 1, mostFirstByteMs: 5 };
const MOST_MEGABYTES = 300;
const HISTORY = { mostMs: 300, mostBalanceMs: 20 };
const MOST_START_SECONDS = 5;

function ledgerGoals({ cases }: LedgerResult): Goal[] {
  const hot = cases.filter(({ accounts }) => accounts === 1);
  const at128 = must(
    hot.find(({ concurrency }) => concurrency === 128),
    'the hot account at 128 callers',
  ).pairsPerSecond;
  const worst = must(hot.toSorted((a, b) => b.p99Ms - a.p99Ms)[0], 'a hot account');
  const pairs = (goal: number): Goal => ({
    what: 'ledger: authorize + capture pairs on one hot account, 128 callers',
    goal: `at least ${whole(goal)}/s`,
    reached: perSecond(at128),
    isMet: at128 >= goal,
  });
  return [
    pairs(LEDGER.leastPairs),
    pairs(LEDGER.goalPairs),
    {
      what: `ledger: p99 of a call there, the worst (${worst.concurrency} callers)`,
      goal: `below ${LEDGER.mostP99Ms} ms`,
      reached: ms(worst.p99Ms),
      isMet: worst.p99Ms < LEDGER.mostP99Ms,
    },
  ];
}

function gatewayGoals(gateway: GatewayResult): Goal[] {
  return [
    requestsGoal(gateway, 'json', GATEWAY.leastRatio),
    requestsGoal(gateway, 'json', GATEWAY.goalRatio),
    requestsGoal(gateway, 'stream', GATEWAY.leastRatio),
    medianGoal(gateway),
    addedGoal(gateway),
    firstByteGoal(gateway, { kind: 'stream', connections: 1 }),
    firstByteGoal(gateway, { kind: 'paced stream', connections: 128 }),
  ];
}

function requestsGoal(gateway: GatewayResult, kind: GatewayCase['kind'], times: number): Goal {
  const { rappen, portkey } = measured(gateway, { kind, connections: 128 });
  const reached = rappen.requestsPerSecond / portkey.requestsPerSecond;
  return {
    what: `gateway: requests, compared to Portkey, ${kind}, 128 connections`,
    goal: `at least ${times} times`,
    reached: `${ratio(reached)} times (${perSecond(rappen.requestsPerSecond)} and ${perSecond(portkey.requestsPerSecond)})`,
    isMet: reached >= times,
  };
}

function medianGoal(gateway: GatewayResult): Goal {
  const { rappen, portkey } = measured(gateway, { kind: 'json', connections: 32 });
  return {
    what: 'gateway: p50 of a call, json, 32 connections',
    goal: `below Portkey's ${ms(portkey.p50Ms)}`,
    reached: ms(rappen.p50Ms),
    isMet: rappen.p50Ms < portkey.p50Ms,
  };
}

function addedGoal(gateway: GatewayResult): Goal {
  const { rappen, direct } = measured(gateway, { kind: 'json', connections: 1 });
  const most = 2 * gateway.commitP50Ms + GATEWAY.besideCommitsMs;
  const added = rappen.p50Ms - direct.p50Ms;
  return {
    what: 'gateway: added p50, json, 1 connection',
    goal: `at most two commits (${ms(gateway.commitP50Ms)} each here) plus 1 ms: ${ms(most)}`,
    reached: ms(added),
    isMet: added <= most,
  };
}

function firstByteGoal(gateway: GatewayResult, which: GatewayCase): Goal {
  const { rappen, direct } = measured(gateway, which);
  const added = rappen.firstByteP50Ms - direct.firstByteP50Ms;
  return {
    what: `gateway: added until the first streamed byte, p50, ${which.kind}, ${which.connections} connection(s)`,
    goal: `at most ${GATEWAY.mostFirstByteMs} ms`,
    reached: ms(added),
    isMet: added <= GATEWAY.mostFirstByteMs,
  };
}

function memoryGoals(memory: MemoryResult): Goal[] {
  const below = (what: string, reached: number): Goal => ({
    what: `memory of the gateway's process: ${what}`,
    goal: `below ${MOST_MEGABYTES} MB`,
    reached: megabytes(reached),
    isMet: reached < MOST_MEGABYTES,
  });
  return [
    below(`after ${whole(memory.calls)} calls (the most during them)`, memory.mostInCalls),
    below(`with ${whole(OPEN_STREAMS)} open streams`, memory.mostWithOpenStreams),
    below(`with ${SLOW_READERS} callers who do not read`, memory.mostWithSlowReaders),
  ];
}

function historyGoals({ cases, balanceMs, exports }: HistoryResult): Goal[] {
  const below = (what: string, goal: number, reached: number): Goal => ({
    what: `a long history: ${what}`,
    goal: `below ${goal} ms`,
    reached: ms(reached),
    isMet: reached < goal,
  });
  const worst = (kind: MeasuredCase['kind'], is: (name: string) => boolean = () => true) =>
    Math.max(
      ...cases
        .filter((each) => each.kind === kind && is(each.name))
        .map(({ firstMs, medianMs }) => Math.max(firstMs, medianMs)),
    );
  const next = Math.max(...cases.map(({ nextPagesMs = 0 }) => nextPagesMs));
  return [
    below('first page by any filter, the slowest, asked for the first time', HISTORY.mostMs, worst('list')),
    below('the pages after it, the slowest', HISTORY.mostMs, next),
    below(
      'statistics of 90 days by any grouping, the slowest',
      HISTORY.mostMs,
      worst('statistics', isOf90Days),
    ),
    below('balance', HISTORY.mostBalanceMs, balanceMs),
    ...exports.map(
      ({ format, rows, memoryMost }): Goal => ({
        what: `memory of Rappen's process: while ${whole(rows)} bookings are exported as ${format}`,
        goal: `below ${MOST_MEGABYTES} MB`,
        reached: megabytes(memoryMost),
        isMet: memoryMost < MOST_MEGABYTES,
      }),
    ),
  ];
}

/** Longer ones are shown too. */
const isOf90Days = (name: string) => name.includes('90 days');

function startGoals({ firstSeconds, againSeconds }: StartResult): Goal[] {
  const within = (what: string, seconds: number): Goal => ({
    what: `npm start on an installed clone, until it listens: ${what}`,
    goal: `within ${MOST_START_SECONDS} s`,
    reached: `${seconds.toFixed(1)} s`,
    isMet: seconds <= MOST_START_SECONDS,
  });
  return [within('the first start', firstSeconds), within('again', againSeconds)];
}

function measured({ cases }: GatewayResult, { kind, connections }: GatewayCase) {
  const found = cases.find((each) => each.kind === kind && each.connections === connections);
  return must(found, `${kind} at ${connections} connections`).of;
}
