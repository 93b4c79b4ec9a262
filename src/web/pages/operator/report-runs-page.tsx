import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { OperatorOnly } from '#web/features/operator/operator-only.tsx';
import { ReportRunsView } from '#web/features/reports/report-runs-view.tsx';
import { PageHeader } from '#web/ui/page-header.tsx';

/** How far the monthly reports of all mandates are. */
export function ReportRunsPage(): ReactElement {
  return (
    <>
      <PageHeader
        title={<Trans>Monthly reports</Trans>}
        lead={<Trans>Of all mandates, made on the first of each month at 06:15.</Trans>}
      />
      <OperatorOnly resource="resource.billing.overview">
        <ReportRunsView />
      </OperatorOnly>
    </>
  );
}
