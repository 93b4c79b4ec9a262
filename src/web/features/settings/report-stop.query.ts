import { queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';

const PATH = '/api/admin/mandates/{mandateId}/billing/report-stops';

export type ReportStop = Answer<typeof PATH>['stops'][number];

/** Addresses that get no more reports of the mandate. */
export const reportStopsQuery = (mandateId: string) =>
  queryOptions({
    queryKey: ['report-stops', mandateId],
    queryFn: async ({ signal }): Promise<readonly ReportStop[]> => {
      const answer = await answerOf(apiIn(mandateId).GET(PATH, { params: { path: { mandateId } }, signal }));
      return answer.stops;
    },
  });

export async function resumeReports(
  mandateId: string,
  { address, reason }: Pick<ReportStop, 'address' | 'reason'>,
): Promise<void> {
  await answerOf(
    apiIn(mandateId).DELETE(PATH, { params: { path: { mandateId }, query: { address, reason } } }),
  );
}
