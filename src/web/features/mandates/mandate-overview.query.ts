import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, api } from '#web/lib/api/rappen-client.ts';
import type { MandatesSearch } from './mandates-search.ts';

export type MandateOverview = Answer<'/api/admin/billing/mandates'>;
export type MandateFigures = MandateOverview['mandates'][number];

/** All mandates with balance, spend, margin and state; those at risk first, or as asked. A page of fifty. */
export const mandateOverviewQuery = ({ q, sort, cursor }: MandatesSearch) =>
  queryOptions({
    queryKey: ['mandate-overview', q, sort, cursor],
    queryFn: ({ signal }): Promise<MandateOverview> => {
      const query = {
        ...(q === undefined ? {} : { q }),
        ...(sort === undefined ? {} : { sort }),
        ...(cursor === undefined ? {} : { cursor }),
      };
      return answerOf(api.GET('/api/admin/billing/mandates', { params: { query }, signal }));
    },
    placeholderData: keepPreviousData,
  });

/** The figures of one; undefined: it is the operator's own, which is not in the overview. */
export const mandateFiguresQuery = (mandateId: string) =>
  queryOptions({
    queryKey: ['mandate-overview', 'one', mandateId],
    queryFn: async ({ signal }): Promise<MandateFigures | null> => {
      const query = { q: mandateId, limit: '1' };
      const { mandates } = await answerOf(
        api.GET('/api/admin/billing/mandates', { params: { query }, signal }),
      );
      return mandates[0] ?? null;
    },
  });
