import type { AccountId, MandateId, NoticeId, UserId } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';

/**
 * `low`: less is left than the wallet's warnings come to. `empty`: less than ten Rappen. `recovered`: it is well above again,
 * after one of them.
 */
export type NoticeKind = 'low' | 'empty' | 'recovered';
/** `dropped`: when it was due, it was not true any more. */
export type NoticeState = 'waiting' | 'told' | 'dropped';

/** That a threshold was crossed. The ledger writes it, in the transaction that crosses it. */
export interface Notice {
  readonly mandateId: MandateId;
  readonly id: NoticeId;
  readonly accountId: AccountId;
  /** Whose wallet; undefined: the pool. */
  readonly userId: UserId | undefined;
  readonly kind: NoticeKind;
  readonly threshold: NanoChf;
  /** Balance less floor, as it was crossed. */
  readonly amountLeft: NanoChf;
  readonly at: Date;
}
