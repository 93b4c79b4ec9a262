import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './api-problem.ts';

const MOST_RETRIES = 2;

/** What the pages have read. A refusal is shown at once; only an unreachable or overloaded server is asked again. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, error) => isPassing(error) && failures < MOST_RETRIES,
      },
    },
  });
}

function isPassing(error: Error): boolean {
  return error instanceof ApiProblem && (error.status === 0 || error.status >= 502);
}
