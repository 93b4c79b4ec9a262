import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { PageHeader } from '#web/ui/page-header.tsx';

export function RatesPage(): ReactElement {
  return <PageHeader title={<Trans>Exchange rates</Trans>} />;
}
