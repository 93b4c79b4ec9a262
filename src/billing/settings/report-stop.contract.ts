import { z } from 'zod';
import { instantText } from '#http/common.contract.ts';

/** Addresses that get no more reports of the mandate. */

const reason = z.enum(['unsubscribed', 'bounced']).meta({
  description: 'unsubscribed: by the link in a report; bounced: a mail server refused a mail to it',
});

export const reportStopsAnswer = z.object({
  stops: z.array(
    z.object({
      address: z.string(),
      reason,
      detail: z.string().optional().meta({ description: 'What the mail server said' }),
      stoppedAt: instantText,
    }),
  ),
});

export const reportStopQuery = z.strictObject({ address: z.email().max(254), reason });
