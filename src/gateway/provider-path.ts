import type { Endpoint } from '#aicore/provider.ts';
import { AppError, invalidRequest } from '#kernel/error.ts';

/** One segment, and never `.` or `..`, which would name another endpoint. */
const ID = /^(?!\.+$)[A-Za-z0-9._:-]+$/;
/** Paging of lists: `limit=20&after_id=...`. */
const LIST_QUERY = /^[A-Za-z0-9_=&.:%-]{0,500}$/;
/** What Anthropic's SDK adds by itself. */
const METERED_QUERY = 'beta=true';

/**
 * Where a call goes below the provider's base URL. Built from the endpoint, never from the caller's path. A query
 * could change what a metered call costs, so one that we do not know is refused.
 */
export function pathToProvider(endpoint: Endpoint, params: unknown, url: string): string {
  const path = endpoint.kind === 'metered' ? (endpoint.upstreamPath ?? endpoint.path) : endpoint.path;
  const named = path.endsWith('/:id') ? path.replace(':id', requireId(params)) : path;
  const question = url.indexOf('?');
  if (question < 0) return named;
  const query = url.slice(question + 1);
  const isKnown = endpoint.kind === 'metered' ? query === METERED_QUERY : LIST_QUERY.test(query);
  if (!isKnown) throw invalidRequest('query', 'is not known here');
  return `${named}?${query}`;
}

function requireId(params: unknown): string {
  const id = typeof params === 'object' && params !== null && 'id' in params ? String(params.id) : '';
  if (!ID.test(id)) throw new AppError('not_found');
  return id;
}
