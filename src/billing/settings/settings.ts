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

/** What the operator agrees with a customer. */
export interface MandateTerms extends BillingSettings {
  /** Nano-CHF that a new user of `prepaid_user` gets from the pool. */
  readonly defaultUserCredit: NanoChf;
  /** When VAT is owed: as credit is used, or as it is bought (docs: a credit tied to a defined service is a prepayment). */
  readonly vatTiming: 'on_consumption' | 'on_top_up';
}

/** Everything that can be set about a mandate's billing. */
export interface MandateSettings {
  /** Counts the changes, from 1. */
  readonly version: number;
  /** Warnings: below this balance, below this share of the newest top-up, with so many days left. */
  readonly warnBelow: NanoChf | undefined;
  readonly warnPercent: number | undefined;
  readonly warnDays: number | undefined;
  /** E-mail addresses of warnings and reports. */
  readonly recipients: readonly string[];
  readonly language: 'de' | 'en' | 'fr' | 'it';
  /** Whether a report is sent each month. */
  readonly reportEnabled: boolean;
  /** Whether each user gets one of his own. */
  readonly userReports: boolean;
  readonly terms: MandateTerms;
}
