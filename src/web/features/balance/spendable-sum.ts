import type { NanoChf } from '#kernel/money.ts';
import { nanoOf } from '#web/lib/nano-of.ts';
import type { Balance } from './balance.query.ts';

type Spendable = Balance['spendable'];

/** balance - held - floor = available. */
export interface AccountSum {
  readonly id: string;
  readonly balance: NanoChf;
  readonly held: NanoChf;
  /** Undefined: none, so there is no end. */
  readonly floor: NanoChf | undefined;
  readonly available: NanoChf | undefined;
  readonly binds: boolean;
}

/** monthly - used - held = left. */
export interface LimitSum {
  readonly id: string;
  readonly source: Spendable['limits'][number]['source'];
  readonly monthly: NanoChf;
  readonly used: NanoChf;
  readonly held: NanoChf;
  readonly left: NanoChf;
  readonly binds: boolean;
}

type Wallet = NonNullable<Spendable['account']>;

/** What of the balance's answer the sum is made of. */
export interface SpendableParts extends Pick<Spendable, 'amountChf' | 'boundBy' | 'state' | 'limits'> {
  readonly account: Omit<Wallet, 'state' | 'pace' | 'warnAtChf'> | null;
}

/** The sum behind the headline; the smallest of its lines is what can be spent. */
export interface SpendableSum {
  /** Undefined: a user who has no wallet yet. */
  readonly account: AccountSum | undefined;
  readonly limits: readonly LimitSum[];
  /** Undefined: without end. */
  readonly spendable: NanoChf | undefined;
  /** So many that every line shows all that it has, and the lines add up to the last digit. */
  readonly decimals: number;
}

export function spendableSum({ amountChf, boundBy, account, limits }: SpendableParts): SpendableSum {
  const spendable = optional(amountChf);
  const bindingLimit = limits.find(
    ({ source, leftChf }) => source === boundBy && nanoOf(leftChf) === spendable,
  );
  const sum = {
    spendable,
    account: account
      ? {
          id: account.id,
          balance: nanoOf(account.balanceChf),
          held: nanoOf(account.heldChf),
          floor: optional(account.floorChf),
          available: optional(account.availableChf),
          binds: boundBy === 'balance' || boundBy === 'credit_limit',
        }
      : undefined,
    limits: limits.map((limit) => ({
      id: limit.id,
      source: limit.source,
      monthly: nanoOf(limit.monthlyChf),
      used: nanoOf(limit.usedChf),
      held: nanoOf(limit.heldChf),
      left: nanoOf(limit.leftChf),
      binds: limit === bindingLimit,
    })),
  };
  return { ...sum, decimals: decimalsOf(amountsOf(sum)) };
}

function amountsOf({ spendable, account, limits }: Omit<SpendableSum, 'decimals'>): NanoChf[] {
  const ofAccount = account ? [account.balance, account.held, account.floor, account.available] : [];
  const ofLimits = limits.flatMap(({ monthly, used, held, left }) => [monthly, used, held, left]);
  return [spendable, ...ofAccount, ...ofLimits].filter((amount) => amount !== undefined);
}

const NANO_DIGITS = 9;

/** As many as the amounts need, at least two. */
function decimalsOf(amounts: readonly NanoChf[]): number {
  const needed = amounts.map((amount) => {
    const zeros = amount === 0n ? NANO_DIGITS : (/0*$/.exec(amount.toString())?.[0].length ?? 0);
    return Math.max(0, NANO_DIGITS - zeros);
  });
  return Math.max(2, ...needed);
}

function optional(chf: string | null): NanoChf | undefined {
  return chf === null ? undefined : nanoOf(chf);
}
