import { setTimeout as sleep } from 'node:timers/promises';
import { serveWorker } from '../processes/serve-worker.ts';
import { type Ask, openLine } from './answer-line.ts';
import type { AnswerLoad, AnswerLoadResult } from './answer-load.ts';
import { type AnswerTimes, timesOf, type WatchedAnswer } from './answer-times.ts';

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

async function watchAnswer(ask: Ask): Promise<WatchedAnswer> {
  const askedAt = performance.now();
  const piecesAt: number[] = [];
  await ask(() => void piecesAt.push(performance.now()));
  const [first, ...more] = piecesAt;
  if (first === undefined) throw new Error('an answer without a text');
  return { askedAt, piecesAt: [first, ...more] };
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
