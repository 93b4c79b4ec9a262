import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { PageHeader } from '#web/ui/page-header.tsx';

export function UnknownCallsPage(): ReactElement {
  return <PageHeader title={<Trans>Calls of unknown cost</Trans>} />;
}
