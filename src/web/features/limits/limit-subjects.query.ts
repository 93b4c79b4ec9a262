import { queryOptions } from '@tanstack/react-query';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';
import type { LimitSubject } from './limit-calls.ts';

interface NamedSubject extends LimitSubject {
  readonly name: string;
  /** The address of a user, the owner and the end of a key. */
  readonly detail: string;
}

/** Whoever can have a limit: the users of a mandate, and the keys that work. */
export const limitSubjectsQuery = (mandateId: string) =>
  queryOptions({
    queryKey: ['limit-subjects', mandateId],
    queryFn: async ({ signal }): Promise<readonly NamedSubject[]> => {
      const [users, keys] = await Promise.all([usersOf(mandateId, signal), keysOf(mandateId, signal)]);
      return [...users, ...keys];
    },
  });

async function usersOf(mandateId: string, signal: AbortSignal): Promise<readonly NamedSubject[]> {
  const users = await allPages(async (cursor) => {
    const params = { path: { mandateId }, query: { limit: '200', ...cursor } };
    const page = await answerOf(
      apiIn(mandateId).GET('/api/admin/mandates/{mandateId}/users', { params, signal }),
    );
    return { rows: page.users, nextCursor: page.nextCursor };
  });
  return users.map(({ userId, name, email }) => ({ scope: 'user', id: userId, name, detail: email }));
}

async function keysOf(mandateId: string, signal: AbortSignal): Promise<readonly NamedSubject[]> {
  const keys = await allPages(async (cursor) => {
    const params = { path: { mandateId }, query: { limit: '200', ...cursor } };
    const page = await answerOf(
      apiIn(mandateId).GET('/api/admin/mandates/{mandateId}/api-keys', { params, signal }),
    );
    return { rows: page.apiKeys, nextCursor: page.nextCursor };
  });
  return keys
    .filter(({ state }) => state === 'active')
    .map(({ id, name, last4, user }) => ({ scope: 'key', id, name, detail: `${user.name} · …${last4}` }));
}

interface Page<Row> {
  readonly rows: readonly Row[];
  readonly nextCursor?: string | undefined;
}

async function allPages<Row>(
  read: (cursor: { readonly cursor?: string }) => Promise<Page<Row>>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor === undefined ? {} : { cursor });
    rows.push(...page.rows);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return rows;
}
