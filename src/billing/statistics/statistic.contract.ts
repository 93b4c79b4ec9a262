import { z } from 'zod';
import {
  accountIdText,
  chfText,
  dayText,
  modelName,
  providerName,
  userIdText,
} from '#http/common.contract.ts';

const day = z.iso
  .date()
  .regex(/^2\d{3}-/, 'must be a day of the years 2000 to 2999')
  .meta({ examples: ['2026-11-01'] });

export const statisticsQuery = z.strictObject({
  period: z.enum(['day', 'month', 'year']).default('day'),
  from: day.optional().meta({ description: 'The first day that counts; widened to the whole period' }),
  to: day
    .optional()
    .meta({ description: 'The first day that does not count any more; widened to the whole period' }),
  groupBy: z.enum(['provider', 'model', 'user', 'feature', 'account']).optional(),
  provider: providerName.optional(),
  model: modelName.optional().meta({ description: 'The model that answered' }),
  user: userIdText.optional().meta({ description: 'Whose calls' }),
  feature: z.enum(['api', 'chat', 'automation']).optional(),
  account: accountIdText.optional().meta({ description: 'Which paid' }),
});

const count = z.int();

/** What calls have used and cost, corrections included. */
const usage = {
  calls: count,
  chargedChf: chfText,
  inputTokens: count.meta({ description: 'With those from the cache' }),
  cachedTokens: count,
  outputTokens: count,
};

const { chargedChf: _charged, ...counts } = usage;
const history = z
  .object({ ...counts, worthChf: chfText })
  .optional()
  .meta({
    description:
      'What the platform before Rappen says of that time, if it was imported: never charged here, and in no other sum',
  });

const group = z.object({
  key: z.string().optional().meta({
    description:
      'Provider, model, feature, or the id of a user or an account; undefined: all others together',
  }),
  provider: z.string().optional().meta({ description: 'Of a model' }),
  name: z
    .string()
    .optional()
    .meta({ description: 'Of a user, or the owner of an account; undefined: the pool' }),
  email: z.string().optional(),
  ...usage,
});

export const statisticsAnswer = z.object({
  period: z.enum(['day', 'month', 'year']),
  timeZone: z.literal('Europe/Zurich'),
  buckets: z.array(
    z.object({
      label: z.string().meta({ examples: ['2026-11-27', '2026-11', '2026'] }),
      from: dayText,
      to: dayText.meta({ description: 'The first day after it' }),
      isUnfinished: z.boolean().meta({ description: 'Today lies in it: more may come' }),
      total: z.object(usage),
      history,
      groups: z.array(group),
    }),
  ),
  groups: z
    .array(group)
    .meta({ description: 'Of the whole range: the 100 dearest, and all others together' }),
  total: z.object(usage),
  history,
});
