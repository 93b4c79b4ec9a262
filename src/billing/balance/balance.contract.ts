import { z } from 'zod';
import {
  accountIdText,
  chfText,
  dayText,
  instantText,
  limitIdText,
  nextCursor,
  paging,
  userIdText,
} from '#http/common.contract.ts';

export const balanceQuery = z.strictObject(paging);

const state = z.enum(['ok', 'low', 'empty']).meta({
  description:
    'empty: the cheapest sensible call would be refused (64 tokens in and 64 out, on the cheapest model that the caller may use). ' +
    "low: under the mandate's warning threshold; for a limit: less than a tenth of it is left",
});

const source = z.enum(['balance', 'credit_limit', 'user_limit', 'key_limit']);

/** balance - held - floor = available. */
export const accountPart = z.object({
  id: accountIdText,
  kind: z.enum(['pool', 'user']).meta({ description: "The mandate's pool, or a user's own wallet" }),
  userId: userIdText.optional(),
  balanceChf: chfText,
  heldChf: chfText.meta({ description: 'Held for calls that run' }),
  floorChf: chfText.nullable().meta({ description: 'Minus the credit limit; null: none (unlimited)' }),
  availableChf: chfText.nullable().meta({ description: 'balance - held - floor; null: unlimited' }),
});

const window = z.object({
  days: z
    .int()
    .min(0)
    .max(30)
    .meta({ description: 'Whole days before today; fewer where the account is younger' }),
  workingDays: z.int().min(0).max(30).meta({ description: 'Of these, Monday to Friday' }),
  chargedChf: chfText,
  perDayChf: chfText.nullable().meta({ description: 'null: not one whole day yet' }),
  perWorkingDayChf: chfText.nullable().meta({ description: 'null: not one whole working day yet' }),
  perDayOffChf: chfText.nullable().meta({ description: 'null: not one whole Saturday or Sunday yet' }),
});

const pace = z.object({
  chargedTodayChf: chfText,
  last7Days: window,
  last30Days: window,
  basis: z
    .enum(['last7Days', 'last30Days'])
    .nullable()
    .meta({
      description:
        'The window that spends faster; days left are computed with it, working days and weekends apart ' +
        '(public holidays count as working days). null: nothing was spent',
    }),
  daysLeft: z
    .int()
    .min(0)
    .max(3_650)
    .nullable()
    .meta({ description: 'Days from today until it has run out at this pace' }),
  workingDaysLeft: z.int().min(0).max(3_650).nullable(),
  runsOutOn: dayText.nullable(),
  reason: z
    .enum(['unlimited', 'no_whole_day', 'no_spending', 'beyond_ten_years'])
    .optional()
    .meta({ description: 'Why the days left are null' }),
});

const account = accountPart.extend({ state, pace });

export const balanceAnswer = z.object({
  asOf: instantText,
  timeZone: z.literal('Europe/Zurich').meta({ description: 'Of days and months' }),
  billingModel: z.enum(['prepaid_mandate', 'prepaid_user', 'postpaid', 'unlimited']),
  /** What the caller can spend now. */
  spendable: z.object({
    amountChf: chfText.nullable().meta({
      description:
        'The smallest of the lines; null: unlimited. Negative where a floor or limit is tighter than what is used',
    }),
    boundBy: source.nullable().meta({ description: 'The line that binds, as a refusal names it' }),
    state,
    /** The account that the caller spends from; null: a user who has no wallet yet, so a balance of 0. */
    account: accountPart.nullable(),
    limits: z.array(
      z.object({
        id: limitIdText,
        source,
        monthlyChf: chfText,
        usedChf: chfText.meta({ description: 'This month' }),
        heldChf: chfText,
        leftChf: chfText.meta({ description: 'monthly - used - held' }),
        state,
      }),
    ),
  }),
  warning: z.object({
    belowChf: chfText.nullable(),
    belowDays: z.int().min(0).max(3_650).nullable(),
    poolBelowChf: chfText.nullable().meta({ description: "The pool's: a share of its newest top-up" }),
  }),
  accounts: z.array(account).meta({
    description:
      "The account that the caller spends from; for who may read all of the mandate's bookings: all of them",
  }),
  nextCursor,
  total: z
    .object({
      accounts: z.int().min(0),
      balanceChf: chfText,
      heldChf: chfText,
      availableChf: chfText.nullable().meta({ description: 'null: an account is unlimited' }),
    })
    .optional()
    .meta({ description: 'All accounts of the mandate; only for who may read all of its bookings' }),
});
