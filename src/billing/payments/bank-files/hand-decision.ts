import type { Tx } from '#db/database.ts';
import type { AuditBy, AuditFacts } from '#identity/audit/audit.ts';
import type { MandateId, TransactionId, UserId } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { KeptPayment } from './bank-payment.store.ts';
import type { PaymentChange } from './kept-payment.store.ts';

/** What a person wants done with a payment of the bank. */
export interface HandDecision {
  readonly decision: 'credit' | 'refuse' | 'reverse' | 'undo';
  readonly mandateId?: MandateId | undefined;
  /** Nano-CHF, more than 0. */
  readonly amountChf?: NanoChf | undefined;
  readonly topUpId?: TransactionId | undefined;
  readonly reason: string;
}

export type DecidedBy = AuditBy & { readonly userId: UserId };

/** What is written about a payment, and what the audit log says beside it, in the log of which mandate. */
export interface DecisionOutcome {
  readonly change: PaymentChange;
  readonly mandateId: MandateId;
  readonly facts: AuditFacts;
  readonly owed?: NanoChf;
}

/** What a person decides is done by one of these, in the transaction that has the payment locked. */
export type DecisionDeed = (
  tx: Tx,
  payment: KeptPayment,
  wish: HandDecision,
  by: DecidedBy,
) => Promise<DecisionOutcome>;
