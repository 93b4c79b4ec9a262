import { dayOf, textOf } from '#web/lib/search/search-text.ts';

export interface AuditSearch {
  /** Of one mandate; left out: of all, for who may see all. */
  readonly of?: string | undefined;
  /** An action, or all about one thing. */
  readonly action?: string | undefined;
  readonly user?: string | undefined;
  /** Days in Zurich, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export function readAuditSearch(search: Readonly<Record<string, unknown>>): AuditSearch {
  const action = textOf(search.action, 101);
  return {
    of: textOf(search.of, 40),
    action: action !== undefined && /^[a-z_]{1,50}(\.[a-z_]{1,50})?$/.test(action) ? action : undefined,
    user: textOf(search.user, 40),
    from: dayOf(search.from),
    to: dayOf(search.to),
  };
}
