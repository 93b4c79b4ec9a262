import { z } from 'zod';
import { chfText, dayText, lineText, mandateIdText, nextCursor, paging } from '#http/common.contract.ts';

/** How the list can be sorted; each in the one direction that somebody looks for. */
export const OVERVIEW_SORTS = [
  'risk',
  'name',
  'balance',
  'available',
  'daysLeft',
  'spend',
  'lastSpend',
  'margin',
  'unknown',
] as const;
export type OverviewSort = (typeof OVERVIEW_SORTS)[number];

export const overviewQuery = z.strictObject({
  q: lineText(200).optional().meta({ description: 'Part of a name or of an id' }),
  sort: z.enum(OVERVIEW_SORTS).default('risk').meta({
    description:
      'risk: who can spend nothing first, then who soon cannot; balance, available, daysLeft: the least first; spend, lastSpend, margin, unknown: the most first',
  }),
  ...paging,
});

const decimalText = z.string().regex(/^-?\d+(\.\d+)?$/);
const count = z.number().int();

const month = z.object({
  calls: count,
  spendChf: chfText.meta({ description: 'What was charged' }),
  absorbedChf: chfText.meta({ description: 'What no balance paid of it' }),
  providerCostUsd: decimalText.meta({ description: 'What the providers bill, exact' }),
  providerCostChf: chfText.meta({ description: 'The same, each call at its own exchange rate' }),
  marginChf: chfText.meta({ description: 'Charged, less absorbed, less the cost' }),
  marginPercent: decimalText.optional().meta({ description: 'Of what customers paid; missing: nothing' }),
});

const daysLeft = decimalText
  .optional()
  .meta({ description: 'At the pace of the last 7 or 30 whole days; missing: nothing was spent, or no end' });

export const overviewAnswer = z.object({
  mandates: z.array(
    z.object({
      mandateId: mandateIdText,
      name: z.string(),
      status: z.enum(['active', 'suspended', 'closed']),
      billingModel: z.enum(['prepaid_mandate', 'prepaid_user', 'postpaid', 'unlimited']).optional(),
      state: z.enum(['ok', 'low', 'empty', 'suspended', 'closed']),
      balanceChf: chfText,
      heldChf: chfText,
      availableChf: chfText.optional().meta({ description: 'What can be spent now; missing: without end' }),
      creditLimitChf: chfText,
      daysLeft7: daysLeft,
      daysLeft30: daysLeft,
      unknownCalls: count,
      thisMonth: month,
      lastMonth: month,
      daily: z.array(z.object({ day: dayText, spendChf: chfText })).meta({ description: 'The last 30 days' }),
    }),
  ),
  totals: z.object({
    mandates: count,
    balanceChf: chfText,
    heldChf: chfText,
    availableChf: chfText.meta({ description: 'Without mandates that have no end' }),
    unknownCalls: count,
    thisMonth: month,
    lastMonth: month,
  }),
  uncountedBookings: count.meta({
    description: 'Bookings that spend and cost do not show yet; 0 but after a long history was brought in',
  }),
  nextCursor,
});
