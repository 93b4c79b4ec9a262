import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { PageHeader } from '#web/ui/page-header.tsx';

export function ProofPage(): ReactElement {
  return <PageHeader title={<Trans>Proof</Trans>} />;
}
