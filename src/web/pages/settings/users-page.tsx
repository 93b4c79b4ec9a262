import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { PageHeader } from '#web/ui/page-header.tsx';

export function UsersPage(): ReactElement {
  return <PageHeader title={<Trans>Users</Trans>} />;
}
