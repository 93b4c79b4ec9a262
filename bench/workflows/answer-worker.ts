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
    answers.push(...(await Promise.all(asks.map(timeAnswer))));
    done.abort();
    await probing;
  }
  return { answers, probesMs };
});

async function timeAnswer(ask: Ask): Promise<AnswerTimes> {
  const askedAt = performance.now();
  let firstPieceMs: number | undefined;
  let lastPieceAt = 0;
  let longestGapMs = 0;
  await ask(() => {
    const now = performance.now();
    if (firstPieceMs === undefined) firstPieceMs = now - askedAt;
    else longestGapMs = Math.max(longestGapMs, now - lastPieceAt);
    lastPieceAt = now;
  });
  if (firstPieceMs === undefined) throw new Error('an answer without a text');
  return { firstPieceMs, longestGapMs };
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
