import type { z } from 'zod';
import type { Db } from '#db/database.ts';
import { type QuoteDeps, quoteCall } from '#gateway/quotes/quote.service.ts';
import type { Actor } from '#identity/actor.ts';
import { AppError } from '#kernel/error.ts';
import type { ConversationId } from '#kernel/id.ts';
import { DEFAULT_MAX_OUTPUT_TOKENS, type ModelChoice } from '../processor/ai-task.ts';
import { requestOf } from '../processor/task-request.ts';
import type { estimateAnswer, estimateBody } from './chat.contract.ts';
import type { ChatFile } from './chat-file.store.ts';
import { type History, historyOf, requireSendable } from './history.ts';

export interface EstimateDeps extends QuoteDeps {
  readonly db: Db;
}

type Asked = z.output<typeof estimateBody>;
type Estimate = z.input<typeof estimateAnswer>['estimates'][number];

/** An answer of usual length: a page of text. */
const USUAL_OUTPUT_TOKENS = 500;

/**
 * What a message would cost with each of the models, by the request as it would be sent. Nothing is held. Searches are not foreseen:
 * the first step counts. Throws `not_found`, `invalid_request`.
 */
export async function estimateMessage(
  deps: EstimateDeps,
  actor: Actor,
  conversationId: ConversationId,
  asked: Asked,
): Promise<z.input<typeof estimateAnswer>> {
  const { parentId, models } = asked;
  const { files, ...history } = await historyOf(deps.db, actor, conversationId, parentId ?? undefined, asked);
  return {
    estimates: await Promise.all(
      models.map((model) => estimate(deps, actor, { files, history }, model, asked)),
    ),
  };
}

async function estimate(
  deps: EstimateDeps,
  actor: Actor,
  { files, history }: { readonly files: readonly ChatFile[]; readonly history: History },
  model: ModelChoice,
  { webSearch, maxOutputTokens = DEFAULT_MAX_OUTPUT_TOKENS }: Asked,
): Promise<Estimate> {
  const quote = async (outputTokens: number) => {
    const task = { actor, model, webSearch, ...history, maxOutputTokens: outputTokens };
    return quoteCall(deps, actor, await requestOf(deps.providers, task));
  };
  try {
    requireSendable(files, model.provider);
    const most = await quote(maxOutputTokens);
    const usual = await quote(Math.min(USUAL_OUTPUT_TOKENS, maxOutputTokens));
    const { outcome, outputTokens, refusal } = most;
    return {
      ...{ model, outcome, outputTokens },
      expectedChf: (usual.byTokenizer ?? usual.byBytes).mostChf,
      mostChf: (most.byTokenizer ?? most.byBytes).mostChf,
      failure: refusal ? failureOf(new AppError('insufficient_balance', refusal)) : null,
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const nothing = { expectedChf: null, mostChf: null, outputTokens: null };
    return { model, ...nothing, outcome: 'refused', failure: failureOf(error) };
  }
}

function failureOf({ code, message, details }: AppError): Estimate['failure'] {
  return { code, message, details: { ...details } };
}
