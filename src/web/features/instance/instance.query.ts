import { queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, api } from '#web/lib/api/rappen-client.ts';

export type Instance = Answer<'/api/instance'>;
export type DemoLogin = NonNullable<Instance['demoLogins']>[number];

/** What this Rappen is: its version, and whether it is a demo. */
export const instanceQuery = queryOptions({
  queryKey: ['instance'],
  queryFn: ({ signal }): Promise<Instance> => answerOf(api.GET('/api/instance', { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});
