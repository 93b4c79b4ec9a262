import type { NanoChf } from '#kernel/money.ts';

/**
 * `prepaid_mandate`: one pool for all. `prepaid_user`: a wallet for each user. `postpaid`: a pool with a credit limit.
 * `unlimited`: recorded, never refused (the operator's own mandate).
 */
export const BILLING_MODELS = ['prepaid_mandate', 'prepaid_user', 'postpaid', 'unlimited'] as const;

export type BillingModel = (typeof BILLING_MODELS)[number];

export interface BillingSettings {
  readonly billingModel: BillingModel;
  /** How far below zero a postpaid pool may go. */
  readonly creditLimit: NanoChf;
  /** 50 % = 500,000. Undefined: the operator's default. */
  readonly markupPpm: number | undefined;
  /** By provider, before the mandate's own. */
  readonly providerMarkupPpm: Readonly<Record<string, number>>;
}

/** The floor of a wallet; null: none. */
export function floorOf(settings: Pick<BillingSettings, 'billingModel' | 'creditLimit'>): NanoChf | null {
  if (settings.billingModel === 'unlimited') return null;
  return settings.billingModel === 'postpaid' ? -settings.creditLimit : 0n;
}
