import type { BenchOptions } from '../bench-options.ts';
import { say } from '../bench-progress.ts';
import { Latencies, type LatencySummary } from '../latencies.ts';
import { WAYS, type Way } from './answer-line.ts';
import type { AnswerLoader } from './answer-load.ts';
import type { Stage } from './stage.ts';

/** Until the first piece of text, by each way. */
export type FirstTokenResult = Readonly<Record<Way, LatencySummary>>;

const TURNS_A_ROUND = 4;
const CALLS_A_TURN = 20;
const WARM_UP_CALLS = 40;
/** The first piece at once. The next ones come later, so that no way is measured by the whole answer. */
const TEXT = '[[sim:{"outputTokens":4,"chunks":4,"chunkDelayMs":20}]] What is a Rappen?';

/** One call after the other, the ways in short turns: whatever the machine does hits all of them. */
export async function measureFirstTokens(
  { rounds }: BenchOptions,
  stage: Stage,
  load: AnswerLoader,
): Promise<FirstTokenResult> {
  const times = Object.fromEntries(WAYS.map((way) => [way, new Latencies()])) as Record<Way, Latencies>;
  const call = async (way: Way, calls: number) =>
    (await load({ lines: [stage.line(way, TEXT)], times: calls })).answers;
  for (const way of WAYS) await call(way, WARM_UP_CALLS);
  for (let turn = 1; turn <= rounds * TURNS_A_ROUND; turn++) {
    for (const way of WAYS) {
      for (const { firstPieceMs } of await call(way, CALLS_A_TURN)) times[way].add(firstPieceMs);
    }
  }
  const result = Object.fromEntries(WAYS.map((way) => [way, times[way].summary()])) as Record<
    Way,
    LatencySummary
  >;
  for (const way of WAYS) say(`workflows: first token, ${way}: p50 ${result[way].p50Ms.toFixed(2)} ms`);
  return result;
}
