import type { UsageSource } from '#billing/ledger/ledger.ts';
import type { ErrorCode, ErrorDetails } from '#kernel/error.ts';
import type { TransactionId } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';

/** What happens while a task is worked on, in order. The last one is `end`, and there is always one. */
export type TaskEvent =
  | { readonly type: 'text'; readonly delta: string }
  | { readonly type: 'reasoning'; readonly delta: string }
  | {
      readonly type: 'tool_call';
      readonly callId: string;
      readonly name: string;
      /** JSON, as the model wrote it. */
      readonly input: unknown;
    }
  | {
      readonly type: 'tool_result';
      readonly callId: string;
      readonly output: unknown;
      readonly isError: boolean;
    }
  /** Somewhere that the answer refers to. Never fetched by us. */
  | { readonly type: 'source'; readonly url: string; readonly title: string | undefined }
  | CostEvent
  | { readonly type: 'end'; readonly end: TaskEnd };

/** The money of one step: held, spent so far, and at its end charged or not. */
export type CostEvent =
  | {
      readonly type: 'held';
      readonly transactionId: TransactionId;
      readonly provider: string;
      readonly model: string;
      readonly heldNanoChf: NanoChf;
      /** The output that the balance pays for, where that is less than was asked for. */
      readonly loweredOutputTokens: number | undefined;
    }
  /** At most twice a second. */
  | { readonly type: 'running'; readonly transactionId: TransactionId; readonly soFarNanoChf: NanoChf }
  | {
      readonly type: 'charged';
      readonly transactionId: TransactionId;
      readonly chargeNanoChf: NanoChf;
      /** `provider`: as it has billed. `estimated`, `journal`: by what was shown. `unknown`: nothing for now; the operator looks at it. */
      readonly usageSource: UsageSource;
    }
  | { readonly type: 'not_charged'; readonly transactionId: TransactionId };

export type TaskEnd =
  | { readonly kind: 'complete' }
  /** The limit of the output was reached: the model's, what was asked for, or what the balance paid for. */
  | { readonly kind: 'output_limit' }
  /** The task's signal was aborted. */
  | { readonly kind: 'stopped' }
  /** Of what was made until then nothing is lost, and what it cost is charged. */
  | { readonly kind: 'failed'; readonly failure: TaskFailure };

export interface TaskFailure {
  /** Of the house, also where the provider refused: then `provider_error`, or `invalid_request` for what it does not take. */
  readonly code: ErrorCode;
  /** In English, for people; without a prompt and without a secret. */
  readonly message: string;
  readonly details: ErrorDetails;
}
