import { oneOf, textOf } from '#web/lib/search/search-text.ts';

export interface MembersSearch {
  /** Part of a name or of an address. */
  readonly q?: string | undefined;
  readonly dialog?: 'invite' | undefined;
}

export function readMembersSearch(search: Readonly<Record<string, unknown>>): MembersSearch {
  return { q: textOf(search.q, 100), dialog: oneOf(['invite'], search.dialog) };
}

/** What is done with the user whose drawer is open. */
const MEMBER_DEEDS = ['role', 'limit', 'transfer'] as const;
export type MemberDeed = (typeof MEMBER_DEEDS)[number];

export interface MemberSearch {
  readonly deed?: MemberDeed | undefined;
}

export function readMemberSearch(search: Readonly<Record<string, unknown>>): MemberSearch {
  return { deed: oneOf(MEMBER_DEEDS, search.deed) };
}
