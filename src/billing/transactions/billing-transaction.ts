import type {
  AccountId,
  ApiKeyId,
  ExchangeRateId,
  Id,
  MandateId,
  PriceId,
  TransactionId,
  UserId,
} from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { ChargedPart, UsageSource } from '../ledger/ledger.ts';
import type { TransactionType } from './transaction-type.contract.ts';

/** A row of the ledger. What leaves the wallet is negative. */
export interface Transaction {
  readonly mandateId: MandateId;
  readonly accountId: AccountId;
  readonly id: TransactionId;
  /** Position in its wallet, from 1, without gaps. */
  readonly seq: bigint;
  readonly type: TransactionType;
  readonly amount: NanoChf;
  readonly balanceAfter: NanoChf;
  readonly at: Date;
  /** The row that this one corrects, refunds or absorbs for. */
  readonly corrects: TransactionId | undefined;
  readonly note: string | undefined;
  readonly userId: UserId | undefined;
  readonly call: CallRecord | undefined;
}

/** What a usage row says about its call, so that anyone can recompute the amount. */
export interface CallRecord {
  readonly apiKeyId: ApiKeyId | undefined;
  readonly feature: string;
  readonly provider: string;
  readonly modelAsked: string;
  readonly modelAnswered: string;
  readonly usage: readonly ChargedPart[];
  readonly inputTokens: bigint;
  readonly cachedTokens: bigint;
  readonly outputTokens: bigint;
  readonly costUsd: string;
  readonly priceId: PriceId;
  readonly exchangeRateId: ExchangeRateId;
  readonly markupPpm: number;
  readonly usageSource: UsageSource;
  readonly requestId: Id<'req'>;
  readonly remark: string | undefined;
}
