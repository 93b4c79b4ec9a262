import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { MemberDrawer } from '#web/features/members/member-drawer.tsx';
import type { MemberDeed } from '#web/features/members/members-search.ts';

/** One user of the mandate, in a drawer; Back closes it. */
export function UserPage(): ReactElement {
  const { userId } = useParams({ from: '/shell/settings/billing/settings/users/$userId' });
  const { deed } = useSearch({ from: '/shell/settings/billing/settings/users/$userId' });
  const navigate = useNavigate({ from: '/billing/settings/users/$userId' });
  const change = (next: MemberDeed | undefined) =>
    void navigate({ search: (old) => ({ ...old, deed: next }), resetScroll: false });
  const close = () =>
    void navigate({
      to: '/billing/settings/users',
      search: ({ mandate, q }) => ({ mandate, q }),
      resetScroll: false,
    });
  return <MemberDrawer userId={userId} deed={deed} onDeed={change} onClose={close} />;
}
