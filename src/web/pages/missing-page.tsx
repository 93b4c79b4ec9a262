import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { PageNotice } from '#web/ui/page-notice.tsx';

export function MissingPage(): ReactElement {
  return (
    <PageNotice title={<Trans>There is no such page</Trans>}>
      <Trans>The address may be mistyped, or the page has moved.</Trans>
    </PageNotice>
  );
}
