import type { AccountId, LimitId, UserId } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { BillingModel } from '../settings/settings.ts';

/** A wallet as it stands at one moment. */
export interface WalletBalance {
  readonly accountId: AccountId;
  /** Undefined: the mandate's pool. */
  readonly userId: UserId | undefined;
  readonly balance: NanoChf;
  readonly held: NanoChf;
  /** What new holds may not cross; minus the credit limit where there is one. Undefined: there is none. */
  readonly floor: NanoChf | undefined;
  /** Low below so much above the floor, held or not. Undefined: nobody is warned of it. */
  readonly warnAt: NanoChf | undefined;
  /** `2026-11-27`, in Europe/Zurich. */
  readonly openedOn: string;
}

/** A monthly spending limit and what is used of it in the running month (Europe/Zurich). */
export interface LimitUse {
  readonly limitId: LimitId;
  readonly source: 'user_limit' | 'key_limit';
  readonly monthly: NanoChf;
  readonly used: NanoChf;
  readonly held: NanoChf;
}

/** All that decides how much somebody can spend now. */
export interface SpendingPower {
  readonly billingModel: BillingModel;
  /** Undefined: a user of `prepaid_user` who has no wallet yet, so a balance of 0. */
  readonly wallet: WalletBalance | undefined;
  readonly limits: readonly LimitUse[];
}

export type SpendableSource = 'balance' | 'credit_limit' | LimitUse['source'];

export interface Spendable {
  /** Undefined: without end. Below 0 where a floor or a limit was set tighter than what is used. */
  readonly amount: NanoChf | undefined;
  /** What binds, named as a refusal names it; undefined where nothing does. */
  readonly boundBy: SpendableSource | undefined;
}

/** balance - held - floor. Undefined: without end. */
export function availableOf({
  balance,
  held,
  floor,
}: Pick<WalletBalance, 'balance' | 'held' | 'floor'>): NanoChf | undefined {
  return floor === undefined ? undefined : balance - held - floor;
}

/** monthly - used - held. */
export function leftOf({ monthly, used, held }: LimitUse): NanoChf {
  return monthly - used - held;
}

/** What a refusal by the wallet is called. */
function walletSourceOf(model: BillingModel): 'balance' | 'credit_limit' {
  return model === 'postpaid' ? 'credit_limit' : 'balance';
}

/** The smallest of the wallet and every limit: exactly what the ledger would grant to a hold that wants everything. */
export function spendableOf({ billingModel, wallet, limits }: SpendingPower): Spendable {
  const ofWallet = wallet ? availableOf(wallet) : 0n;
  let amount = ofWallet;
  let boundBy: SpendableSource | undefined =
    ofWallet === undefined ? undefined : walletSourceOf(billingModel);
  // No wallet, no hold: no limit can be tighter.
  for (const limit of wallet ? limits : []) {
    const left = leftOf(limit);
    if (amount !== undefined && left >= amount) continue;
    amount = left;
    boundBy = limit.source;
  }
  return { amount, boundBy };
}
