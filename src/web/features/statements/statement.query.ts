import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';

const PATH = '/api/billing/statements';

type StatementPage = Answer<typeof PATH>;
export type ListedStatement = StatementPage['statements'][number];
export type Statement = Answer<'/api/billing/statements/{documentId}'>;
export type StatementFigures = Statement['figures'];

/** What was issued, the newest month first. */
export const statementsQuery = (mandateId: string) =>
  infiniteQueryOptions({
    queryKey: ['statements', mandateId],
    queryFn: ({ pageParam, signal }): Promise<StatementPage> => {
      const query = pageParam === undefined ? {} : { cursor: pageParam };
      return answerOf(apiIn(mandateId).GET(PATH, { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

/** One of them. It never changes, and each reading of it is written down: so it is read once. */
export const statementQuery = (mandateId: string, documentId: string) =>
  queryOptions({
    queryKey: ['statement', mandateId, documentId],
    queryFn: ({ signal }): Promise<Statement> =>
      answerOf(apiIn(mandateId).GET(`${PATH}/{documentId}`, { params: { path: { documentId } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What the statement of the month that runs would say now. */
export const statementPreviewQuery = (mandateId: string) =>
  queryOptions({
    queryKey: ['statement-preview', mandateId],
    queryFn: async ({ signal }): Promise<StatementFigures> =>
      (await answerOf(apiIn(mandateId).GET(`${PATH}/preview`, { signal }))).figures,
  });

/** Where a file of a statement is; `preview` for the month that runs. */
export function statementAddress(
  mandateId: string,
  documentId: string,
  format: 'pdf' | 'csv' | 'xlsx',
): string {
  const mandate = new URLSearchParams({ mandate: mandateId });
  if (format === 'pdf') return `${PATH}/${documentId}/pdf?${mandate}`;
  return `${PATH}/${documentId}/export?format=${format}&${mandate}`;
}
