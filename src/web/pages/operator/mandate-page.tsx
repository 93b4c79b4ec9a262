import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { PageHeader } from '#web/ui/page-header.tsx';

export function MandatePage(): ReactElement {
  return <PageHeader title={<Trans>Mandate</Trans>} />;
}
