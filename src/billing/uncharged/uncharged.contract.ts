import { z } from 'zod';
import { instant, instantText, requestIdText, userIdText } from '#http/common.contract.ts';

export const unchargedCallsQuery = z.strictObject({
  from: instant.optional().meta({ description: 'The first instant that counts; default: 30 days ago' }),
  to: instant
    .optional()
    .meta({ description: 'The first instant that does not count any more; default: now' }),
});

const call = {
  provider: z.string(),
  reason: z.string().meta({
    description:
      'not_sent: the provider could not be reached; provider_status_503: the provider refused or failed, with this status; ' +
      'failed_before_generation: the provider said so, before it had made anything; ' +
      'unknown_cost: nobody learned what the call cost, and nothing is charged unless the operator decides so',
    examples: ['provider_status_503'],
  }),
};

const count = z.int().min(0);

export const unchargedCallsAnswer = z
  .object({
    from: instantText,
    to: instantText,
    calls: count,
    groups: z
      .array(z.object({ ...call, calls: count }))
      .meta({ description: 'By provider and reason, the most calls first' }),
    newest: z
      .array(
        z.object({
          at: instantText.meta({ description: 'When the call had ended' }),
          ...call,
          model: z.string().meta({ description: 'The model that was asked for' }),
          userId: userIdText,
          userName: z.string().optional(),
          userEmail: z.string().optional(),
          requestId: requestIdText,
        }),
      )
      .meta({ description: 'The 20 newest' }),
  })
  .meta({
    description:
      'Calls for which money was held and nothing was charged. Not counted, because nothing is kept of them: calls that were refused ' +
      'before money was held (no permission, balance or limit too low, too many requests, invalid requests), and endpoints that are free',
  });
