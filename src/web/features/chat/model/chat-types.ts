/** What the API says of conversations, as the pages read it (src/workflows/chat/chat.contract.ts). */

/** As the catalogue names it. */
export interface ChosenModel {
  readonly provider: string;
  readonly model: string;
}

export const WEB_SEARCHES = ['none', 'tavily', 'provider'] as const;
export type WebSearchChoice = (typeof WEB_SEARCHES)[number];

/** Why something was not done, or not wholly: the code of an error, and what belongs to it. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, string | number | boolean>>;
}

export interface ChatFile {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
}

export type AnswerPart =
  | { readonly type: 'text' | 'reasoning'; readonly text: string }
  | {
      readonly type: 'search';
      readonly query: string;
      readonly results: readonly { readonly url: string; readonly title: string }[] | null;
      readonly failure: string | null;
    }
  | { readonly type: 'source'; readonly url: string; readonly title: string | null };

/** One call of an answer, and its booking. */
interface CallCost extends ChosenModel {
  readonly transactionId: string;
  /** `unknown`: charged nothing for now, and listed for the operator. */
  readonly state: 'held' | 'charged' | 'not_charged' | 'unknown';
  readonly heldChf: string | null;
  readonly chargeChf: string | null;
  readonly usageSource: 'provider' | 'journal' | 'estimated' | 'unknown' | null;
}

export interface AnswerCost {
  readonly chargedChf: string;
  readonly heldChf: string;
  readonly calls: readonly CallCost[];
}

interface MessageBase {
  readonly id: string;
  readonly parentId: string | null;
  readonly createdAt: string;
}

export interface SaidMessage extends MessageBase {
  readonly role: 'user';
  readonly text: string;
  readonly files: readonly ChatFile[];
}

export interface Answered extends MessageBase {
  readonly role: 'assistant';
  readonly model: ChosenModel;
  readonly webSearch: WebSearchChoice;
  readonly state: 'running' | 'complete' | 'output_limit' | 'stopped' | 'failed' | 'interrupted';
  readonly parts: readonly AnswerPart[];
  readonly failure: Failure | null;
  /** The output that the balance paid for, where that was less than asked for. */
  readonly loweredOutputTokens: number | null;
  readonly endedAt: string | null;
  readonly cost: AnswerCost;
}

export type AnyMessage = SaidMessage | Answered;

export interface ConversationSummary {
  readonly id: string;
  readonly title: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly isRunning: boolean;
  readonly chargedChf: string;
}

export interface Conversation extends ConversationSummary {
  readonly systemPrompt: string;
  /** Of all branches, in the order of their making. */
  readonly messages: readonly AnyMessage[];
  readonly keptUntil: string | null;
}

interface Delta {
  readonly messageId: string;
  readonly delta: string;
}

export type StreamEvent =
  | { readonly event: 'answer'; readonly data: Answered }
  | { readonly event: 'text' | 'reasoning'; readonly data: Delta }
  | {
      readonly event: 'cost';
      readonly data: {
        readonly messageId: string;
        readonly heldChf: string;
        readonly soFarChf: string;
        readonly chargedChf: string;
      };
    };

export interface Estimate {
  readonly model: ChosenModel;
  readonly expectedChf: string | null;
  readonly mostChf: string | null;
  readonly outcome: 'admitted' | 'lowered' | 'refused';
  readonly outputTokens: number | null;
  readonly failure: Failure | null;
}

/** `openai/gpt-5`: names a model in lists and in the browser's storage. */
export function modelKey({ provider, model }: ChosenModel): string {
  return `${provider}/${model}`;
}

export function isAnswer(message: AnyMessage): message is Answered {
  return message.role === 'assistant';
}
