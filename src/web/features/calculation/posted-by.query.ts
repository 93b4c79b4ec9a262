import { queryOptions } from '@tanstack/react-query';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';

/** A booking and its entry are of one transaction of the database; their clocks may tell it some moments apart. */
const APART_MS = 60_000;

/** Who has made a booking that is no call, as the audit log has it. Null: it has no entry, or not one near it. */
export const postedByQuery = (mandateId: string, booking: { readonly id: string; readonly at: string }) =>
  queryOptions({
    queryKey: ['posted-by', mandateId, booking.id],
    queryFn: async ({ signal }) => {
      const at = Date.parse(booking.at);
      const query = {
        action: 'credit',
        from: new Date(at - APART_MS).toISOString(),
        to: new Date(at + APART_MS).toISOString(),
        limit: '200',
      };
      const answer = apiIn(mandateId).GET('/api/admin/audit', { params: { query }, signal });
      const { entries } = await answerOf(answer);
      return entries.find(({ subject }) => subject === booking.id)?.by ?? null;
    },
  });
