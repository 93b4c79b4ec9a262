import { Trans } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { ReportDrawer } from '#web/features/reports/report-drawer.tsx';
import { ReportList } from '#web/features/reports/report-list.tsx';
import { ReportMonthField } from '#web/features/reports/report-month-field.tsx';
import type { ReportsSearch } from '#web/features/reports/reports-search.ts';

/** The monthly reports of the mandate: what was sent to whom, what they say, and sending one again. */
export function ReportsPage(): ReactElement {
  const { month, of } = useSearch({ from: '/shell/settings/billing/settings/reports' });
  const navigate = useNavigate({ from: '/billing/settings/reports' });
  const change = (part: ReportsSearch) =>
    void navigate({ search: (old) => ({ ...old, ...part }), resetScroll: false });
  return (
    <div className="flex max-w-4xl flex-col gap-6">
      <p className="text-muted">
        <Trans>
          On the first of each month at 06:15, about the month before. Who gets it is set under General.
        </Trans>
      </p>
      <ReportMonthField onChoose={(chosen) => change({ month: chosen, of: undefined })} />
      <ReportList />
      {month !== undefined && (
        <ReportDrawer
          key={`${month}/${of}`}
          month={month}
          userId={of}
          onClose={() => change({ month: undefined, of: undefined })}
        />
      )}
    </div>
  );
}
