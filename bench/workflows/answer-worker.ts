import { setTimeout as sleep } from 'node:timers/promises';
import { serveWorker } from '../processes/serve-worker.ts';
import { type Ask, openLine } from './answer-line.ts';
import type { AnswerLoad, AnswerLoadResult, AnswerTimes } from './answer-load.ts';

const PROBE_EVERY_MS = 50;

serveWorker<AnswerLoad, AnswerLoadResult>(async ({ lines, times, probeUrl }) => {
  const answers: AnswerTimes[] = [];
  const probesMs: number[] = [];
  for (let turn = 0; turn < times; turn++) {
    const asks = await Promise.all(lines.map(openLine));
    const done = new AbortController();
    const probing = probeUrl === undefined ? undefined : probe(probeUrl, done.signal, probesMs);
    answers.push(...timesOf(await Promise.all(asks.map(watchAnswer))));
    done.abort();
    await probing;
  }
  return { answers, probesMs };
});

/** When it was asked for, and when each piece of it came. */
interface Watched {
  readonly askedAt: number;
  readonly piecesAt: readonly [number, ...number[]];
}

async function watchAnswer(ask: Ask): Promise<Watched> {
  const askedAt = performance.now();
  const piecesAt: number[] = [];
  await ask(() => void piecesAt.push(performance.now()));
  const [first, ...more] = piecesAt;
  if (first === undefined) throw new Error('an answer without a text');
  return { askedAt, piecesAt: [first, ...more] };
}

function timesOf(all: readonly Watched[]): AnswerTimes[] {
  const allBegunAt = Math.max(...all.map(({ piecesAt }) => piecesAt[0]));
  const oneEndedAt = Math.min(...all.map(({ piecesAt }) => piecesAt.at(-1) ?? 0));
  return all.map(({ askedAt, piecesAt }) => ({
    firstPieceMs: piecesAt[0] - askedAt,
    longestGapMs: longestGap(piecesAt),
    steadyGapMs: longestGap(piecesAt.filter((at) => at >= allBegunAt && at <= oneEndedAt)),
  }));
}

/** 0 of less than two. */
function longestGap(times: readonly number[]): number {
  return times.reduce((longest, at, index) => Math.max(longest, at - (times[index - 1] ?? at)), 0);
}

async function probe(url: string, done: AbortSignal, timesMs: number[]): Promise<void> {
  while (!done.aborted) {
    const from = performance.now();
    const answer = await fetch(url);
    await answer.text();
    if (!answer.ok) throw new Error(`${url}: status ${answer.status}`);
    timesMs.push(performance.now() - from);
    await sleep(PROBE_EVERY_MS);
  }
}
