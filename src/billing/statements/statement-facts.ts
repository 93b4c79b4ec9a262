import type { MandateId, TransactionId, UserId } from '#kernel/id.ts';
import type { Language } from '#kernel/language.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { BillingAddress } from '../addresses/billing-address.store.ts';
import type { BillingModel } from '../settings/settings.ts';
import type { TransactionType } from '../transactions/transaction-type.contract.ts';
import type { VatTiming } from './vat.ts';

/** What the ledger says of one mandate and month, exact. Amounts are signed: what leaves a wallet is negative. */
export interface StatementFacts {
  readonly mandate: StatementMandate;
  readonly wallets: readonly WalletFacts[];
  /** All that is no call, and corrections of calls. */
  readonly sums: readonly TypeSum[];
  /** Top-ups and the like, oldest first; at most `MOST_ENTRIES`. */
  readonly entries: readonly EntryFacts[];
  /** Calls and their corrections, by wallet and model. */
  readonly usage: readonly UsageSum[];
}

export interface StatementMandate {
  readonly mandateId: MandateId;
  readonly name: string;
  readonly billingModel: BillingModel;
  readonly language: Language;
  readonly vatTiming: VatTiming;
  /** Undefined: nobody has filled it in. */
  readonly address: BillingAddress | undefined;
}

export interface WalletFacts {
  readonly walletId: string;
  /** Undefined: the mandate's pool. */
  readonly userId: UserId | undefined;
  readonly opening: NanoChf;
  readonly closing: NanoChf;
  /** How many rows it has in the month. */
  readonly rows: bigint;
}

/** `segment`: which of the month's VAT rates held, 0 for the first. */
export interface TypeSum {
  readonly walletId: string;
  readonly type: TransactionType;
  readonly segment: number;
  readonly count: number;
  readonly amount: NanoChf;
}

export interface EntryFacts {
  readonly id: TransactionId;
  readonly at: Date;
  readonly type: TransactionType;
  readonly amount: NanoChf;
  readonly note: string | undefined;
  readonly walletId: string;
}

export interface UsageSum {
  readonly walletId: string;
  readonly provider: string;
  readonly model: string;
  readonly segment: number;
  readonly calls: bigint;
  /** What was charged, corrections included; not negative but for corrections. */
  readonly charged: NanoChf;
  readonly inputTokens: bigint;
  readonly cachedTokens: bigint;
  readonly outputTokens: bigint;
}

/** Listed one by one on a statement; all others are added up. */
export const ENTRY_TYPES = [
  'opening',
  'top_up',
  'payment',
  'refund',
  'reversal',
  'adjustment',
] as const satisfies readonly TransactionType[];
/** More are no list any more: the rest is one line. */
export const MOST_ENTRIES = 500;
