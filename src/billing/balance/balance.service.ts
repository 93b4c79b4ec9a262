import type { z } from 'zod';
import type { Db } from '#db/database.ts';
import type { Actor } from '#identity/actor.ts';
import { invalidRequest } from '#kernel/error.ts';
import { type MandateId, parseId, type UserId } from '#kernel/id.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';
import { stateOfAccount, stateOfLimit, worstOf } from './account-state.ts';
import type { balanceAnswer } from './balance.contract.ts';
import {
  findSpendingPower,
  findWarningThreshold,
  listWallets,
  sumWallets,
  type ZurichNow,
} from './balance.store.ts';
import type { DailySpend } from './daily-spend.ts';
import { type MonthOutlook, outlookOf } from './month-outlook.ts';
import type { MonthSpend } from './month-spend.ts';
import { type Pace, type PaceWindow, paceOf } from './pace.ts';
import { availableOf, leftOf, type SpendingPower, spendableOf, type WalletBalance } from './spendable.ts';

type Answer = z.input<typeof balanceAnswer>;
type Account = Answer['accounts'][number];

export interface BalanceDeps {
  readonly db: Db;
  readonly dailySpend: DailySpend;
  readonly monthSpend: MonthSpend;
  /** The least that a sensible call of this actor takes; undefined: he may call nothing. */
  cheapestCallOf(actor: Actor): Promise<NanoChf | undefined>;
}

interface Page {
  readonly cursor?: string | undefined;
  readonly limit: number;
  /** Only this user's wallet. */
  readonly user?: UserId | undefined;
}

/** The balance that the actor spends from; who may read all bookings sees all wallets of the mandate and their sum. */
export async function readBalance(deps: BalanceDeps, actor: Actor, page: Page): Promise<Answer> {
  const { db } = deps;
  const { mandateId } = actor;
  const readsAll = actor.may('resource.billing.read');
  const [power, cheapest, sum, listed] = await Promise.all([
    findSpendingPower(db, actor),
    deps.cheapestCallOf(actor),
    readsAll ? sumWallets(db, mandateId) : undefined,
    readsAll ? walletsOf(db, mandateId, page) : undefined,
  ]);
  const { now } = power;
  const wallets = listed ?? { rows: power.wallet ? [power.wallet] : [], nextCursor: undefined };
  const shown = [...wallets.rows, ...(power.wallet ? [power.wallet] : [])];
  const accountIds = [...new Set(shown.map(({ accountId }) => accountId))];
  const scope = { mandateId, userId: readsAll ? undefined : actor.userId };
  const [warning, charged, spent] = await Promise.all([
    findWarningThreshold(db, mandateId, power.wallet?.accountId),
    deps.dailySpend.of(mandateId, accountIds, now),
    deps.monthSpend.of(scope, now),
  ]);
  const cheapestCall = cheapest ?? 1n;
  const describe = (wallet: WalletBalance) =>
    describeAccount(wallet, charged.get(wallet.accountId) ?? new Map(), now, cheapestCall);
  return {
    asOf: now.at.toISOString(),
    timeZone: 'Europe/Zurich',
    billingModel: power.billingModel,
    spendable: describeSpendable(power, power.wallet && describe(power.wallet), cheapestCall),
    warning: {
      belowChf: formatOrNull(warning.belowNanoChf),
      belowDays: warning.belowDays ?? null,
      shareBelowChf: formatOrNull(warning.shareNanoChf),
    },
    accounts: wallets.rows.map(describe),
    month: {
      of: readsAll ? 'mandate' : 'user',
      ...describeMonth(outlookOf({ ...spent, today: now.today })),
    },
    ...(wallets.nextCursor === undefined ? {} : { nextCursor: wallets.nextCursor }),
    ...(sum && {
      total: {
        accounts: sum.wallets,
        balanceChf: formatChf(sum.balance),
        heldChf: formatChf(sum.held),
        availableChf: sum.unlimited > 0 ? null : formatChf(sum.available),
      },
    }),
  };
}

async function walletsOf(db: Db, mandateId: MandateId, { cursor, limit, user }: Page) {
  const page = { after: readCursor(cursor), userId: user, limit: limit + 1 };
  const rows = await listWallets(db, mandateId, page);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit), nextCursor: last && (last.userId ?? 'pool') };
}

function readCursor(cursor: string | undefined): UserId | 'pool' | undefined {
  if (cursor === undefined || cursor === 'pool') return cursor;
  const userId = parseId('usr', cursor);
  if (userId) return userId;
  throw invalidRequest('query.cursor', 'is not a nextCursor of this list');
}

function describeSpendable(
  power: SpendingPower,
  account: Account | undefined,
  cheapestCall: NanoChf,
): Answer['spendable'] {
  const { amount, boundBy } = spendableOf(power);
  const limits = power.limits.map((limit) => ({
    id: limit.limitId,
    source: limit.source,
    monthlyChf: formatChf(limit.monthly),
    usedChf: formatChf(limit.used),
    heldChf: formatChf(limit.held),
    leftChf: formatChf(leftOf(limit)),
    state: stateOfLimit(limit, cheapestCall),
  }));
  return {
    amountChf: formatOrNull(amount),
    boundBy: boundBy ?? null,
    state: worstOf([account?.state ?? 'empty', ...limits.map(({ state }) => state)]),
    account: account ?? null,
    limits,
  };
}

function describeAccount(
  wallet: WalletBalance,
  chargedPerDay: ReadonlyMap<string, NanoChf>,
  { today }: ZurichNow,
  cheapestCall: NanoChf,
): Account {
  const available = availableOf(wallet);
  const pace = paceOf({ today, openedOn: wallet.openedOn, chargedPerDay, available });
  return {
    ...describeWallet(wallet),
    state: stateOfAccount({ ...wallet, available }, cheapestCall),
    warnAtChf: formatOrNull(wallet.warnAt),
    pace: describePace(pace),
  };
}

/** The part of an account that every booking and every hold changes. */
export function describeWallet(wallet: Omit<WalletBalance, 'openedOn' | 'warnAt'>) {
  const { accountId, userId, balance, held, floor } = wallet;
  return {
    id: accountId,
    ...(userId === undefined ? { kind: 'pool' as const } : { kind: 'user' as const, userId }),
    balanceChf: formatChf(balance),
    heldChf: formatChf(held),
    floorChf: formatOrNull(floor),
    availableChf: formatOrNull(availableOf(wallet)),
  };
}

function describePace({ chargedToday, last7Days, last30Days, basis, runOut }: Pace): Account['pace'] {
  return {
    chargedTodayChf: formatChf(chargedToday),
    last7Days: describeWindow(last7Days),
    last30Days: describeWindow(last30Days),
    basis: basis ?? null,
    daysLeft: runOut.known ? runOut.daysLeft : null,
    workingDaysLeft: runOut.known ? runOut.workingDaysLeft : null,
    runsOutOn: runOut.known ? runOut.on : null,
    ...(runOut.known ? {} : { reason: runOut.because }),
  };
}

function describeMonth({ label, from, to, ...month }: MonthOutlook): Omit<Answer['month'], 'of'> {
  const { expected } = month;
  return {
    ...{ label, from, to },
    chargedChf: formatChf(month.charged),
    lastMonthChf: formatOrNull(month.lastMonth),
    lastMonthToSameDayChf: formatOrNull(month.lastMonthToSameDay),
    ...(expected
      ? { expected: { lowChf: formatChf(expected.low), highChf: formatChf(expected.high) } }
      : { expected: null, reason: 'no_whole_day' }),
  };
}

function describeWindow({ days, workingDays, charged, chargedOnWorkingDays }: PaceWindow) {
  return {
    days,
    workingDays,
    chargedChf: formatChf(charged),
    perDayChf: averageOrNull(charged, days),
    perWorkingDayChf: averageOrNull(chargedOnWorkingDays, workingDays),
    perDayOffChf: averageOrNull(charged - chargedOnWorkingDays, days - workingDays),
  };
}

/** Only shown, never computed with; rounded towards zero. */
function averageOrNull(amount: NanoChf, days: number): string | null {
  return days === 0 ? null : formatChf(amount / BigInt(days));
}

function formatOrNull(amount: NanoChf | undefined): string | null {
  return amount === undefined ? null : formatChf(amount);
}
