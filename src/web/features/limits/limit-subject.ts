import type { LimitSubject } from './limit-calls.ts';
import type { Limit } from './limits.query.ts';

/** Whose limit it is; undefined: of something that is not set on these pages. */
export function subjectOf({ scope, user, apiKey }: Limit): LimitSubject | undefined {
  if (scope === 'user') return user ? { scope, id: user.id } : undefined;
  if (scope === 'key') return apiKey ? { scope, id: apiKey.id } : undefined;
  return undefined;
}

/** As an address names it. */
export function subjectFrom(id: string | undefined): LimitSubject | undefined {
  if (id?.startsWith('usr_')) return { scope: 'user', id };
  return id?.startsWith('key_') ? { scope: 'key', id } : undefined;
}

export function limitOf(limits: readonly Limit[], subject: LimitSubject): Limit | undefined {
  return limits.find((limit) => {
    const other = subjectOf(limit);
    return other?.scope === subject.scope && other.id === subject.id;
  });
}
