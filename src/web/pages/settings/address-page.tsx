import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { PageHeader } from '#web/ui/page-header.tsx';

export function AddressPage(): ReactElement {
  return <PageHeader title={<Trans>Address</Trans>} />;
}
