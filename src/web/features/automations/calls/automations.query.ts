import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';
import type { AutomationsSearch } from '../automations-search.ts';
import type { Automation, AutomationPage, RunDetail, RunPage, WhatIf } from '../model/automation-types.ts';

const ONE = '/api/automations/{automationId}';
/** How often runs that are on their way are looked at. */
const LOOK_EVERY_MS = 1_500;

/** The automations that this person may see, the newest first. */
export const automationsQuery = (mandateId: string, { q, status }: AutomationsSearch) =>
  infiniteQueryOptions({
    queryKey: ['automations', mandateId, q ?? '', status ?? ''],
    queryFn: ({ pageParam, signal }): Promise<AutomationPage> => {
      const query = { q, status, cursor: pageParam };
      return answerOf(apiIn(mandateId).GET('/api/automations', { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

export const automationQuery = (mandateId: string, automationId: string) =>
  queryOptions({
    queryKey: ['automation', mandateId, automationId],
    queryFn: ({ signal }): Promise<Automation> =>
      answerOf(apiIn(mandateId).GET(ONE, { params: { path: { automationId } }, signal })),
  });

const isOnItsWay = ({ state }: { readonly state: string }) => state === 'queued' || state === 'running';

/** The runs of an automation, the newest first; looked at again and again while one is on its way. */
export const runsQuery = (mandateId: string, automationId: string, state: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['automation-runs', mandateId, automationId, state ?? ''],
    queryFn: ({ pageParam, signal }): Promise<RunPage> => {
      const query = { state: state as RunPage['runs'][number]['state'] | undefined, cursor: pageParam };
      const params = { path: { automationId }, query };
      return answerOf(apiIn(mandateId).GET(`${ONE}/runs`, { params, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some(({ runs }) => runs.some(isOnItsWay)) ? LOOK_EVERY_MS : false,
  });

export const runQuery = (mandateId: string, automationId: string, runId: string) =>
  queryOptions({
    queryKey: ['automation-run', mandateId, automationId, runId],
    queryFn: ({ signal }): Promise<RunDetail> => {
      const params = { path: { automationId, runId } };
      return answerOf(apiIn(mandateId).GET(`${ONE}/runs/{runId}`, { params, signal }));
    },
    refetchInterval: ({ state: { data } }) =>
      data && (isOnItsWay(data) || data.calls.some(({ state }) => state === 'held')) ? LOOK_EVERY_MS : false,
  });

/** The last runs at the price of another model: `provider/model`. */
export const whatIfQuery = (mandateId: string, automationId: string, other: string) =>
  queryOptions({
    queryKey: ['what-if', mandateId, automationId, other],
    queryFn: ({ signal }): Promise<WhatIf> => {
      const slash = other.indexOf('/');
      const query = { provider: other.slice(0, slash), model: other.slice(slash + 1) };
      return answerOf(
        apiIn(mandateId).GET(`${ONE}/what-if`, { params: { path: { automationId }, query }, signal }),
      );
    },
  });

/** The next five times of a schedule. */
export const nextTimesQuery = (mandateId: string, cron: string, timeZone: string) =>
  queryOptions({
    queryKey: ['next-times', mandateId, cron, timeZone],
    queryFn: async ({ signal }): Promise<readonly string[]> => {
      const body = { cron, timeZone };
      const answer = apiIn(mandateId).POST('/api/automations/schedule-preview', { body, signal });
      return (await answerOf(answer)).nextRuns;
    },
    retry: false,
    staleTime: 30_000,
  });
