import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import type { paths } from '#web/lib/api/rappen-api.d.ts';
import { answerOf, api, apiIn } from '#web/lib/api/rappen-client.ts';

const PATH = '/api/admin/mandates/{mandateId}/billing/reports';
const PREVIEW = `${PATH}/preview` as const;

type ReportPage = Answer<typeof PATH>;
export type Report = ReportPage['reports'][number];
export type ReportPreview = Answer<typeof PREVIEW>;
type SendBody = paths[typeof PATH]['post']['requestBody']['content']['application/json'];

/** The mandate's monthly reports, the newest first. */
export const reportsQuery = (mandateId: string) =>
  infiniteQueryOptions({
    queryKey: ['reports', mandateId],
    queryFn: ({ pageParam, signal }): Promise<ReportPage> => {
      const query = { limit: '24', ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      return answerOf(apiIn(mandateId).GET(PATH, { params: { path: { mandateId }, query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

/** What the report of a past month says. */
export const reportPreviewQuery = (mandateId: string, month: string, userId: string | undefined) =>
  queryOptions({
    queryKey: ['report-preview', mandateId, month, userId],
    queryFn: ({ signal }): Promise<ReportPreview> => {
      const query = { month, ...(userId === undefined ? {} : { userId }) };
      return answerOf(apiIn(mandateId).GET(PREVIEW, { params: { path: { mandateId }, query }, signal }));
    },
  });

/** Where a frame finds the same as its reader sees it. */
export function reportFrameAddress(mandateId: string, month: string, userId: string | undefined): string {
  const query = new URLSearchParams({ month, ...(userId === undefined ? {} : { userId }) });
  return `/api/admin/mandates/${mandateId}/billing/reports/preview/html?${query}`;
}

export function sendReport(
  mandateId: string,
  body: SendBody,
  idempotencyKey: string,
): Promise<Answer<typeof PATH, 'post'>> {
  const params = { path: { mandateId }, header: { 'idempotency-key': idempotencyKey } };
  return answerOf(apiIn(mandateId).POST(PATH, { params, body }));
}

export type ReportRuns = Answer<'/api/admin/reports'>;

const WHILE_DUE_MS = 5_000;

/** How far the reports of all mandates are. Read again and again while some are due. */
export const reportRunsQuery = queryOptions({
  queryKey: ['report-runs'],
  queryFn: ({ signal }): Promise<ReportRuns> => answerOf(api.GET('/api/admin/reports', { signal })),
  refetchInterval: ({ state }) => (state.data?.months.some(({ due }) => due > 0) ? WHILE_DUE_MS : false),
});
