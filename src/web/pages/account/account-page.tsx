import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { PageHeader } from '#web/ui/page-header.tsx';

export function AccountPage(): ReactElement {
  return <PageHeader title={<Trans>My account</Trans>} />;
}
