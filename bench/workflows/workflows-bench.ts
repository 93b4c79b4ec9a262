import type { BenchOptions } from '../bench-options.ts';
import { say } from '../bench-progress.ts';
import { type Books, checkBooks } from '../gateway/books.ts';
import { inScope } from '../scope.ts';
import { type AnswerLoader, startAnswerLoader } from './answer-load.ts';
import { type ChatsResult, measureChatsAtOnce } from './chats-at-once.ts';
import { type AutomationsResult, measureDueAutomations } from './due-automations-bench.ts';
import { type FirstTokenResult, measureFirstTokens } from './first-token.ts';
import { startSecondProcess } from './second-process.ts';
import { startStage } from './stage.ts';

export interface WorkflowsResult {
  readonly firstTokens: FirstTokenResult;
  readonly chats: ChatsResult;
  readonly automations: AutomationsResult;
  readonly books: Books;
}

/** Chat, /v1 and automations, one thing after the other. Throws if an answer fails or if the books do not agree. */
export function benchWorkflows(options: BenchOptions): Promise<WorkflowsResult> {
  return inScope(async (defer) => {
    say('workflows: starting the simulator and Rappen');
    const stage = await startStage(options.profileDirectory, defer);
    const { load, answered } = countAnswers(startAnswerLoader(defer));
    const firstTokens = await measureFirstTokens(options, stage, load);
    const chats = await measureChatsAtOnce(options, stage, load);
    await startSecondProcess(stage, defer);
    const automations = await measureDueAutomations(options.dueAutomations, stage);
    const billed = (await stage.simulator.billedCalls()) - answered.direct;
    const books = await checkBooks(stage.rappen, answered.throughRappen + automations.count, billed);
    return { firstTokens, chats, automations, books };
  });
}

/** What does not answer rejects: each that was asked for has come. */
function countAnswers(load: AnswerLoader) {
  const answered = { direct: 0, throughRappen: 0 };
  const counting: AnswerLoader = async (asked) => {
    const result = await load(asked);
    for (const { way } of asked.lines) {
      answered[way === 'direct' ? 'direct' : 'throughRappen'] += asked.times;
    }
    return result;
  };
  return { load: counting, answered };
}
