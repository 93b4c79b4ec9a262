import type {
  AccountId,
  ApiKeyId,
  AutomationId,
  ExchangeRateId,
  HoldId,
  LimitId,
  MandateId,
  PriceId,
  UserId,
} from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';

/** Two-phase operations of the ledger: a hold is authorised, then captured or voided, once. See billing/README.md. */
export interface Ledger {
  /**
   * Holds money. Committed before it answers. The grant is `min(wanted, spendable)`, decided under the lock; below
   * `minimum` it is a refusal. The same id again: the same grant; with other content: `idempotency_conflict`.
   * Throws `overloaded` (queue full) and `database_unavailable`; then nothing may be sent to a provider.
   */
  authorize(request: AuthorizeRequest): Promise<AuthorizeResult>;
  /** Books what a held call cost and frees the rest. Never refused for lack of money; the same again: the same answer. */
  capture(request: CaptureRequest): Promise<CaptureResult>;
  /** Frees a hold whose call was never sent or cost nothing. A capture that came before wins. */
  void(mandateId: MandateId, holdId: HoldId, reason: string): Promise<'voided' | 'already_captured'>;
  /** Extends open holds by 60 s and stores how far their streams have come. Unknown and settled ones are passed over. */
  renew(renewals: readonly Renewal[]): Promise<void>;
}

export type Feature = 'api' | 'chat' | 'automation';

export interface AuthorizeRequest {
  readonly mandateId: MandateId;
  readonly holdId: HoldId;
  readonly walletId: AccountId;
  /** Spending limits that apply, at most three: user, API key, automation. */
  readonly limits: readonly AppliedLimit[];
  readonly minimum: NanoChf;
  readonly wanted: NanoChf;
  /** The caller's `Idempotency-Key`; a repeat by another hold id is refused with `already_done`. */
  readonly idempotencyKey?: string;
  /** Fingerprint of the call's content, hex: the same id with another hash is a conflict. */
  readonly requestHash: string;
  readonly call: CallFacts;
}

export interface AppliedLimit {
  readonly limitId: LimitId;
  readonly source: LimitSource;
}

export type LimitSource = 'user_limit' | 'key_limit' | 'automation_limit';

/** Who called what, at which prices; pinned in the hold and copied into the usage row. Never prompt text. */
export interface CallFacts {
  readonly userId: UserId;
  readonly apiKeyId?: ApiKeyId;
  readonly automationId?: AutomationId;
  readonly feature: Feature;
  readonly provider: string;
  readonly modelAsked: string;
  readonly priceId: PriceId;
  readonly exchangeRateId: ExchangeRateId;
  readonly markupPpm: number;
  readonly requestId: string;
}

export type AuthorizeResult =
  | { readonly outcome: 'granted'; readonly granted: NanoChf }
  | {
      readonly outcome: 'refused';
      /** `balance` or `credit_limit` for the wallet, else the limit that binds. */
      readonly source: 'balance' | 'credit_limit' | LimitSource;
      readonly available: NanoChf;
    }
  /** The idempotency key belongs to an earlier call (whose hold and transaction share one uuid), with the same or other content. */
  | { readonly outcome: 'already_done'; readonly holdId: HoldId; readonly sameContent: boolean }
  | { readonly outcome: 'conflict' };

/** Where a charge's usage comes from: the provider's count, the stream's journal after a crash or cut, or our estimate. */
export type UsageSource = 'provider' | 'journal' | 'estimated' | 'unknown';

export interface CaptureRequest {
  readonly mandateId: MandateId;
  readonly holdId: HoldId;
  readonly charge: Charge;
}

/** The result of pricing one call. */
export interface Charge {
  readonly amount: NanoChf;
  readonly usageSource: UsageSource;
  readonly modelAnswered: string;
  readonly priceId: PriceId;
  /** The provider's cost in USD as exact decimal text: `0.0059`. */
  readonly costUsd: string;
  /** What was used and how it was priced, part by part; `verify` recomputes the amount from it. */
  readonly usage: readonly ChargedPart[];
  /** Tokens for statistics. */
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  /** Something the operator should look at: `model_not_priced`, `cost_differs`, ... */
  readonly remark?: string;
}

export interface ChargedPart {
  readonly model: string;
  readonly priceId: PriceId;
  readonly tier?: string;
  readonly long?: true;
  readonly quantities: Readonly<Record<string, number>>;
  readonly statedCostUsd?: string;
}

export interface CaptureResult {
  /** The wallet's posted balance after the booking. */
  readonly balanceAfter: NanoChf;
  /** Part of the charge that neither hold nor balance paid. */
  readonly absorbed: NanoChf;
}

export interface Renewal {
  readonly mandateId: MandateId;
  readonly holdId: HoldId;
  /** What the call would be charged if it ended now, with `usageSource: 'journal'`; undefined: nothing has arrived yet. */
  readonly progress?: Charge;
}
