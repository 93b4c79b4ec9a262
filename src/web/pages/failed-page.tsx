import { Trans } from '@lingui/react/macro';
import type { ErrorComponentProps } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { PageNotice } from '#web/ui/page-notice.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';

export function FailedPage({ error, reset }: ErrorComponentProps): ReactElement {
  return (
    <PageNotice title={<Trans>This page could not be shown</Trans>}>
      <ProblemBlock error={error} retry={reset} />
    </PageNotice>
  );
}
