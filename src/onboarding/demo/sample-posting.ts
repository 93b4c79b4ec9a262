import type { MandateId } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';

/** Money of the sample history that moves without a call. */
export interface SamplePosting {
  readonly at: Date;
  readonly mandateId: MandateId;
  readonly type: 'top_up' | 'payment' | 'refund' | 'adjustment' | 'transfer';
  /** Nano-CHF, more than 0. */
  readonly amount: NanoChf;
  /** Whose wallet; without: the pool. A transfer goes from the pool to it. */
  readonly email?: string;
  readonly note: string;
  /** One for each mandate. */
  readonly idempotencyKey: string;
  /** A payment: the month whose invoice it pays, `2026-10`; whatever that comes to. */
  readonly invoicedMonth?: string;
  /** A refund: the top-up, by its key. */
  readonly refunds?: { readonly idempotencyKey: string; readonly amount: NanoChf };
}
