import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { RoleMatrix } from '#web/features/roles/role-matrix.tsx';
import { rolesQuery } from '#web/features/roles/roles.query.ts';
import { Panel } from '#web/ui/panel.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';

/** Which roles may use which providers and models. */
export function RolesPage(): ReactElement {
  const { mandate } = useActing();
  const { open } = useSearch({ from: '/shell/settings/billing/settings/roles' });
  const navigate = useNavigate({ from: '/billing/settings/roles' });
  const roles = useQuery(rolesQuery(mandate.id));
  return (
    <Panel
      title={<Trans>Who may use which providers</Trans>}
      lead={
        <Trans>
          Press a field to allow or deny. It holds within a second, for calls of users and of their keys.
        </Trans>
      }
    >
      {roles.data ? (
        <RoleMatrix
          roles={roles.data}
          open={open}
          onOpen={(provider) =>
            void navigate({ search: (old) => ({ ...old, open: provider }), resetScroll: false })
          }
        />
      ) : roles.error ? (
        <ProblemBlock error={roles.error} retry={() => void roles.refetch()} />
      ) : (
        <Skeleton className="h-80 w-full" />
      )}
    </Panel>
  );
}
