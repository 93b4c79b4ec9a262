import type { AccountId, MandateId, UserId } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';

export type AccountKind =
  | 'wallet'
  | 'limit'
  | 'funding'
  | 'usage'
  | 'adjustment'
  | 'opening'
  | 'absorbed'
  | 'receivable';

/** A wallet, or the use of a spending limit in one month. */
export interface Account {
  readonly mandateId: MandateId;
  readonly id: AccountId;
  readonly kind: AccountKind;
  /** The owner of a wallet of `prepaid_user`; undefined: the mandate's pool. */
  readonly userId: UserId | undefined;
  readonly posted: NanoChf;
  readonly held: NanoChf;
  /** Undefined: none (the operator's own mandate). */
  readonly floor: NanoChf | undefined;
}

/** What can be spent now: above the floor and not held. Undefined: without end. */
export function availableOf(account: Pick<Account, 'posted' | 'held' | 'floor'>): NanoChf | undefined {
  return account.floor === undefined ? undefined : account.posted - account.held - account.floor;
}
