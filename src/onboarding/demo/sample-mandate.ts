import type { BillingAddress } from '#billing/addresses/billing-address.store.ts';
import type { MandateSettings } from '#billing/settings/settings.ts';
import type { Scope } from '#identity/api-keys/api-key.ts';
import type { Role } from '#identity/permissions.ts';
import type { MandateId } from '#kernel/id.ts';
import type { Language } from '#kernel/language.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { UseName } from './sample-uses.ts';

/** An invented customer, and how it uses AI. */
export interface SampleMandate {
  /** Fixed, so that it is made once. */
  readonly id: MandateId;
  readonly name: string;
  readonly settings: Omit<MandateSettings, 'version'>;
  readonly address: BillingAddress;
  /** What its role `user` may not call. */
  readonly denied: { readonly provider: string; readonly model?: string };
  /** The first is its administrator. */
  readonly members: readonly SampleMember[];
  /** Days of holidays, counted from the first day of the history, and the day of a rush. */
  readonly quietDays: readonly [first: number, last: number];
  readonly rushDay: number;
}

export interface SampleMember {
  readonly email: string;
  readonly name: string;
  readonly language: Language;
  readonly role: Role;
  /** Nano-CHF. */
  readonly monthlyLimit?: NanoChf;
  readonly keys?: readonly SampleKey[];
  readonly habits?: readonly Habit[];
  /** In `prepaid_user`: his wallet is used up some days before the end, and nobody has filled it again. */
  readonly runsDry?: true;
}

export interface SampleKey {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly monthlyLimit?: NanoChf;
}

export interface Habit {
  readonly use: UseName;
  /** Sessions on an average working day, in the middle of the history. */
  readonly perDay: number;
  /** The models, by family; see `sample-uses.ts`. */
  readonly family: string;
  /** The name of the API key; without: in the pages of Rappen. */
  readonly key?: string;
}
