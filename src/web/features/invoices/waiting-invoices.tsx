import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { Panel } from '#web/ui/panel.tsx';
import { shortMonth } from './invoice-columns.tsx';
import { WAIT_REASON_WORDS } from './invoice-words.ts';
import type { WaitingMonth } from './invoices.query.ts';

/** Invoices that cannot be issued yet, each with what is missing. */
export function WaitingInvoices({ waiting }: { readonly waiting: readonly WaitingMonth[] }): ReactElement {
  const { t } = useLingui();
  return (
    <Panel title={<Trans>Cannot be issued yet</Trans>}>
      <ul className="flex flex-col gap-2">
        {waiting.map(({ mandateId, mandateName, month, reason }) => (
          <li key={`${mandateId} ${month}`} className="flex flex-wrap gap-x-4">
            <span className="figures">{shortMonth(month)}</span>
            <Link
              to="/admin/mandates/$mandateId"
              params={{ mandateId }}
              className="break-words text-accent underline underline-offset-4"
            >
              {mandateName}
            </Link>
            <span className="text-warn">{t(WAIT_REASON_WORDS[reason])}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
