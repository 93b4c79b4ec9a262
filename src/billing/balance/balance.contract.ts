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

export const balanceQuery = z.strictObject({
  ...paging,
  user: userIdText.optional().meta({
    description: "Lists only this user's own wallet; for who may read all of the mandate's bookings",
  }),
});

const state = z.enum(['ok', 'low', 'empty']).meta({
  description:
    'empty: the cheapest sensible call would be refused (64 tokens in and 64 out, on the cheapest model that the caller may use). ' +
    "low: under the mandate's warning threshold; for a limit: less than a tenth of it is left",
});

const source = z.enum(['balance', 'credit_limit', 'user_limit', 'key_limit']);

const month = z.object({
  of: z.enum(['mandate', 'user']).meta({
    description:
      "Whose calls: all of the mandate's for who may read all of its bookings, else the caller's own, as in the statistics",
  }),
  label: z.string().meta({ examples: ['2026-11'] }),
  from: dayText,
  to: dayText.meta({ description: 'The first day after it' }),
  chargedChf: chfText.meta({ description: 'This month until now' }),
  lastMonthChf: chfText
    .nullable()
    .meta({ description: 'null: the mandate, or the membership of the user, is of this month' }),
  lastMonthToSameDayChf: chfText.nullable().meta({
    description:
      'Of last month, until the day of the same number, with the whole of it; of a shorter month all of it',
  }),
  expected: z
    .object({ lowChf: chfText, highChf: chfText })
    .nullable()
    .meta({
      description:
        'What the month is expected to end at: charged until now, and the days that are left at the pace of the last 7 and of the ' +
        'last 30 whole days (working days and days off apart). The lower and the higher of the two',
    }),
  reason: z.enum(['no_whole_day']).optional().meta({ description: 'Why the expected end is null' }),
});

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

const account = accountPart.extend({
  state,
  warnAtChf: chfText.nullable().meta({
    description:
      'What all warnings of the account come to: it is low while balance - floor is less. null: nobody is warned of it',
  }),
  pace,
});

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
    account: account.nullable(),
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
  /** Of the account that the caller spends from. */
  warning: z.object({
    belowChf: chfText.nullable(),
    belowDays: z.int().min(0).max(3_650).nullable(),
    shareBelowChf: chfText.nullable().meta({ description: 'A share of the newest top-up' }),
  }),
  accounts: z.array(account).meta({
    description:
      "The account that the caller spends from; for who may read all of the mandate's bookings: all of them",
  }),
  nextCursor,
  month: month.meta({ description: 'The running month in Europe/Zurich' }),
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
