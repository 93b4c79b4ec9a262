import { z } from 'zod';
import { instantText, proofIdText } from '#http/common.contract.ts';

/** Recounts as the operator sees them. */

const count = z.int().nonnegative();

const proof = z.object({
  id: proofIdText,
  source: z
    .enum(['schedule', 'request', 'command'])
    .meta({ description: 'the nightly one, one that was asked for here, or the command verify' }),
  askedAt: instantText,
  startedAt: instantText.optional(),
  finishedAt: instantText.optional(),
  ok: z.boolean().optional().meta({ description: 'Nothing differs. Missing: not finished, or not possible' }),
  counts: z
    .object({
      mandates: count,
      accounts: count,
      holds: count,
      openHolds: count,
      transactions: count,
      statistics: count,
      recomputed: count,
      unknownCalls: count,
    })
    .optional()
    .meta({ description: 'What was counted' }),
  differencesTotal: count,
  error: z.string().optional().meta({ description: 'Why it could not be done' }),
});

const proofWithDifferences = proof.extend({
  differences: z
    .array(
      z.object({
        check: z.string(),
        mandateId: z.string(),
        id: z.string(),
        expected: z.string(),
        found: z.string(),
      }),
    )
    .meta({ description: 'The first hundred: the check, the row, what it should be and what it is' }),
});

export const proofOverviewAnswer = z.object({
  last: proofWithDifferences.optional().meta({ description: 'The newest that has ended' }),
  current: proof.optional().meta({ description: 'The one that waits or runs' }),
  nextRunAt: instantText.optional(),
  history: z.array(proof).meta({ description: 'The newest thirty, newest first' }),
});

export const proofRequestedAnswer = z.object({ id: proofIdText });
