import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchOptions } from '../bench-options.ts';
import { say } from '../bench-progress.ts';
import { checkBooks, waitUntilSettled } from '../gateway/books.ts';
import { callOf, rappenParty } from '../gateway/party.ts';
import { type RappenService, startRappenService } from '../gateway/rappen-service.ts';
import { startSimulatorService } from '../gateway/simulator-service.ts';
import { type HttpLoader, requireAllAnswered, startHttpLoader } from '../load/http-loader.ts';
import { inScope } from '../scope.ts';
import { residentMegabytes, watchMemory } from './resident-memory.ts';
import { openSlowReaders } from './slow-readers.ts';

/** Memory of the gateway's process in MB (10^6 bytes); `most` is the highest of five readings a second. */
export interface MemoryResult {
  readonly atStart: number;
  readonly calls: number;
  readonly mostInCalls: number;
  readonly afterCalls: number;
  readonly mostWithOpenStreams: number;
  readonly mostWithSlowReaders: number;
  /** When the slow readers have left and what is left of their answers is read to its end. */
  readonly mostAfterSlowReaders: number;
}

export const OPEN_STREAMS = 1_000;
export const SLOW_READERS = 50;
export const SLOW_READER_MEGABYTES = 32;
const SLOW_READERS_MS = 10_000;
/** 40 deltas, one each half second. */
const LONG_STREAM = '[[sim:{"chunkDelayMs":500,"outputTokens":40,"chunks":40}]]';
const HUGE_ANSWER = `[[sim:{"megabytes":${SLOW_READER_MEGABYTES}}]]`;

/** One gateway, one thing after the other: many calls, then many open streams, then callers who do not read. */
export function benchMemory(options: BenchOptions): Promise<MemoryResult> {
  return inScope(async (defer) => {
    say('memory: starting the simulator and Rappen');
    const simulator = await startSimulatorService(defer);
    const rappen = await startRappenService(simulator, defer);
    const load = startHttpLoader(defer);
    const atStart = residentMegabytes(rappen.pid);
    const calls = await makeCalls(rappen, load, options.memoryCalls);
    const streams = await openStreams(rappen, load);
    const slow = await keepSlowReaders(rappen);
    const answered = calls.answered + OPEN_STREAMS + SLOW_READERS;
    await checkBooks(rappen, answered, await simulator.billedCalls());
    const { mostInCalls, afterCalls } = calls;
    return { atStart, calls: calls.answered, mostInCalls, afterCalls, ...streams, ...slow };
  });
}

async function makeCalls(rappen: RappenService, load: HttpLoader, count: number) {
  say(`memory: ${count} calls, half of them streams`);
  const memory = watchMemory(rappen.pid);
  let answered = 0;
  for (const isStream of [false, true]) {
    const result = await load({
      port: rappen.port,
      request: callOf(rappenParty(rappen), { isStream }),
      connections: 128,
      warmUpMs: 0,
      measureMs: 600_000,
      maxCalls: count / 2,
    });
    requireAllAnswered(result);
    answered += result.answered;
  }
  const mostInCalls = memory.stop();
  return { answered, mostInCalls, afterCalls: residentMegabytes(rappen.pid) };
}

async function openStreams(rappen: RappenService, load: HttpLoader) {
  say(`memory: ${OPEN_STREAMS} open streams`);
  const memory = watchMemory(rappen.pid);
  const request = callOf(rappenParty(rappen), { isStream: true, directive: LONG_STREAM });
  const once = { connections: OPEN_STREAMS, warmUpMs: 0, measureMs: 0 };
  requireAllAnswered(await load({ port: rappen.port, request, ...once }));
  return { mostWithOpenStreams: memory.stop() };
}

async function keepSlowReaders(rappen: RappenService) {
  say(`memory: ${SLOW_READERS} callers who do not read their ${SLOW_READER_MEGABYTES} MB`);
  const memory = watchMemory(rappen.pid);
  const request = callOf(rappenParty(rappen), { isStream: true, directive: HUGE_ANSWER });
  const readers = await openSlowReaders(rappen.port, request, SLOW_READERS);
  await sleep(SLOW_READERS_MS);
  const mostWithSlowReaders = memory.stop();
  const memoryAfter = watchMemory(rappen.pid);
  readers.leave();
  await waitUntilSettled(rappen);
  return { mostWithSlowReaders, mostAfterSlowReaders: memoryAfter.stop() };
}
