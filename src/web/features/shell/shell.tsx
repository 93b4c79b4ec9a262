import { Trans } from '@lingui/react/macro';
import { Outlet, useRouteContext } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { PageNotice } from '#web/ui/page-notice.tsx';

/** The frame around every page behind the sign-in. */
export function Shell(): ReactElement {
  const { mandate } = useRouteContext({ from: '/shell' });
  if (!mandate)
    return (
      <PageNotice title={<Trans>You have no access to this mandate</Trans>}>
        <Trans>The link names a mandate that does not exist, or that you are no member of.</Trans>
      </PageNotice>
    );
  return (
    <main className="mx-auto max-w-7xl p-4 sm:p-6">
      <Outlet />
    </main>
  );
}
