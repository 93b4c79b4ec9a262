import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { Panel } from '#web/ui/panel.tsx';
import { shortMonth } from './invoice-columns.tsx';
import { WAIT_REASON_WORDS } from './invoice-words.ts';
import type { MonthWithoutInvoice } from './invoices.query.ts';

/** Months in which nothing was to be invoiced, or of which the invoice waits for something. */
export function MonthsWithoutInvoice({
  months,
}: {
  readonly months: readonly MonthWithoutInvoice[];
}): ReactElement {
  const { t } = useLingui();
  return (
    <Panel title={<Trans>Months without an invoice</Trans>}>
      <ul className="flex flex-col gap-2">
        {months.map(({ month, reason }) => (
          <li key={month} className="flex flex-wrap gap-x-4">
            <span className="figures font-medium">{shortMonth(month)}</span>
            <span className={reason === undefined ? 'text-muted' : 'text-warn'}>
              {reason === undefined ? (
                <Trans>There was nothing to invoice.</Trans>
              ) : (
                t(WAIT_REASON_WORDS[reason])
              )}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
