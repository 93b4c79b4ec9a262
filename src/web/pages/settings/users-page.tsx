import { Trans } from '@lingui/react/macro';
import { Link, Outlet, useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactElement, useCallback } from 'react';
import { InviteDialog } from '#web/features/members/invite-dialog.tsx';
import { MemberList } from '#web/features/members/member-list.tsx';
import { buttonClass } from '#web/ui/button.tsx';
import { Panel } from '#web/ui/panel.tsx';

/** The users of a mandate; one that is opened lies in a drawer over the list. */
export function UsersPage(): ReactElement {
  const { q, dialog } = useSearch({ from: '/shell/settings/billing/settings/users' });
  const navigate = useNavigate({ from: '/billing/settings/users' });
  const search = useCallback(
    (text: string | undefined) =>
      void navigate({
        to: '.',
        search: (old) => ({ ...old, q: text }),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  );
  return (
    <Panel
      title={<Trans>Users of this mandate</Trans>}
      lead={<Trans>Who may use this mandate’s money, with which role.</Trans>}
      actions={
        <Link
          to="/billing/settings/users"
          search={({ mandate, q }) => ({ mandate, q, dialog: 'invite' })}
          resetScroll={false}
          className={buttonClass('primary', true)}
        >
          <Trans>Invite a user</Trans>
        </Link>
      }
    >
      <MemberList text={q} onSearch={search} />
      {dialog === 'invite' && (
        <InviteDialog
          onDone={(userId) =>
            void navigate({
              to: '/billing/settings/users/$userId',
              params: { userId },
              search: ({ mandate }) => ({ mandate }),
              replace: true,
            })
          }
          onClose={() =>
            void navigate({ search: (old) => ({ ...old, dialog: undefined }), resetScroll: false })
          }
        />
      )}
      <Outlet />
    </Panel>
  );
}
