import type { WorkflowsResult } from '../workflows/workflows-bench.ts';
import type { Goal } from './goal.ts';
import { ms, whole } from './numbers.ts';

const MOST_ADDED_MS = 10;
const MOST_STALL_MS = 250;
const MOST_SECONDS = 120;

export function workflowGoals({ firstTokens, chats, automations }: WorkflowsResult): Goal[] {
  const added = (what: string, way: 'v1' | 'chat'): Goal => {
    const addedMs = firstTokens[way].p50Ms - firstTokens.direct.p50Ms;
    return {
      what: `workflows: added until the first token, p50, ${what}`,
      goal: `at most ${MOST_ADDED_MS} ms`,
      reached: ms(addedMs),
      isMet: addedMs <= MOST_ADDED_MS,
    };
  };
  const { mostMs } = chats.of.chat.stall;
  const { lastEndedSeconds } = automations;
  return [
    added('POST /v1/chat/completions', 'v1'),
    added('a message in a chat', 'chat'),
    {
      what: `workflows: ${chats.count} chats that stream at once, the longest stall of any`,
      goal: `at most ${MOST_STALL_MS} ms`,
      reached: ms(mostMs),
      isMet: mostMs <= MOST_STALL_MS,
    },
    {
      what: `workflows: ${whole(automations.count)} automations due at once, each run once, by two processes`,
      goal: `within ${MOST_SECONDS} s`,
      reached: `${lastEndedSeconds.toFixed(1)} s`,
      isMet: lastEndedSeconds <= MOST_SECONDS,
    },
  ];
}
