import type { AccountId, ApiKeyId, Id, MandateId, UserId } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { Feature } from '../ledger/ledger.ts';
import type { TransactionType } from './transaction-type.contract.ts';

/** Which bookings are meant. What is not given does not restrict; all that is given must hold. */
export interface TransactionFilter {
  /** The first instant that counts. */
  readonly from?: Date | undefined;
  /** The first instant that does not count any more. */
  readonly to?: Date | undefined;
  readonly type?: TransactionType | undefined;
  readonly provider?: string | undefined;
  /** The model that answered. */
  readonly model?: string | undefined;
  /** Whose call, or whose wallet. */
  readonly userId?: UserId | undefined;
  readonly feature?: Feature | undefined;
  readonly accountId?: AccountId | undefined;
  /** The key that called. */
  readonly apiKeyId?: ApiKeyId | undefined;
  /** Amounts count without their sign; both ends are meant. */
  readonly minAmount?: NanoChf | undefined;
  readonly maxAmount?: NanoChf | undefined;
  readonly search?: TransactionSearch | undefined;
  /** Only bookings of this user may be seen. */
  readonly visibleTo?: UserId | undefined;
}

export type TransactionSearch =
  /** The booking, hold or request of this id, or the calls of this conversation, answer or run; with what corrects them. */
  | { readonly kind: 'id'; readonly id: Id<'txn' | 'hld' | 'req' | 'cnv' | 'msg' | 'run'> }
  /** Part of a posting's note or of a model's name, in upper or lower case. */
  | { readonly kind: 'text'; readonly text: string };

/**
 * A filter that the stores understand: one user at most, provider, model and text as a list of models, and found ids. See
 * `plain-filter.ts`.
 */
export interface PlainFilter extends Omit<TransactionFilter, 'search' | 'visibleTo' | 'provider' | 'model'> {
  readonly mandateId: MandateId;
  /** Only calls of one of these models; undefined: of any, and what is no call. */
  readonly models?: readonly ModelOfProvider[] | undefined;
  /** Only rows that have such a note: they are no calls. */
  readonly note?: string | undefined;
  /** Only the rows of these uuids. */
  readonly ids?: readonly string[] | undefined;
}

export interface ModelOfProvider {
  readonly provider: string;
  readonly model: string;
}

/** True if every row that is meant comes from a call: what does not has no model, no feature and no key. */
export function isAboutCalls({ feature, models, apiKeyId }: PlainFilter): boolean {
  return feature !== undefined || models !== undefined || apiKeyId !== undefined;
}

export function isAboutAmounts({ minAmount, maxAmount }: PlainFilter): boolean {
  return minAmount !== undefined || maxAmount !== undefined;
}

/** True if nothing but these conditions and a range of time is given. */
export function isOnlyAbout(names: readonly (keyof PlainFilter)[], filter: PlainFilter): boolean {
  const free: readonly string[] = ['mandateId', 'from', 'to', ...names];
  return Object.entries(filter).every(([name, condition]) => condition === undefined || free.includes(name));
}
