import type { ModelMessage } from 'ai';
import type { CallOrigin } from '#billing/origins/call-origin.ts';
import type { Actor } from '#identity/actor.ts';
import type { NanoChf } from '#kernel/money.ts';

/** One answer to be made by a model, in as many steps as its tools take. Every step is a call with a hold and a booking of its own. */
export interface AiTask {
  /** Whose right to the provider, and whose money. The mandate comes from here, never from the task's data. */
  readonly actor: Actor;
  readonly origin: CallOrigin;
  readonly model: ModelChoice;
  readonly systemPrompt?: string | undefined;
  readonly messages: readonly ModelMessage[];
  /** Of each step; default: `DEFAULT_MAX_OUTPUT_TOKENS`. */
  readonly maxOutputTokens?: number | undefined;
  /** `tavily`: a tool of ours, each search is a call with a booking of its own. `provider`: the provider's own search. */
  readonly webSearch: WebSearch;
  /** What all steps together may cost at most; undefined: what balance and limits allow. */
  readonly spendAtMost?: NanoChf | undefined;
  /** Aborted: the answer is wanted no further. What was called is charged as the provider bills it. */
  readonly signal: AbortSignal;
}

/** As the catalogue names them: `anthropic`, `claude-sonnet-5`. */
export interface ModelChoice {
  readonly provider: string;
  readonly model: string;
}

export type WebSearch = 'none' | 'tavily' | 'provider';

/** Ten pages of text. A model's own limit is often ten times that, and would hold as much money. */
export const DEFAULT_MAX_OUTPUT_TOKENS = 8_192;

/** More steps than this are a loop. */
export const MAX_STEPS = 8;
