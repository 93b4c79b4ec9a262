import { Trans } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { OperatorOnly } from '#web/features/operator/operator-only.tsx';
import { useOperator } from '#web/features/operator/use-operator.ts';
import { SettleInAddress } from '#web/features/unknown-calls/settle-in-address.tsx';
import { UnknownCallList } from '#web/features/unknown-calls/unknown-call-list.tsx';
import { CopyLinkButton } from '#web/ui/copy-button.tsx';
import { PageHeader } from '#web/ui/page-header.tsx';

/** Calls that broke off so that nobody knows their cost: charged by the provider's records, or written off. */
export function UnknownCallsPage(): ReactElement {
  const { call } = useSearch({ from: '/shell/admin/unknown-calls' });
  const navigate = useNavigate({ from: '/admin/unknown-calls' });
  const { may } = useOperator();
  const maySettle = may('resource.billing.credit');
  return (
    <>
      <PageHeader
        title={<Trans>Calls of unknown cost</Trans>}
        lead={
          <Trans>
            They broke off before the provider said what they cost. They are charged nothing until you decide.
          </Trans>
        }
        actions={<CopyLinkButton />}
      />
      <OperatorOnly resource="resource.billing.overview">
        <UnknownCallList maySettle={maySettle} />
        {call !== undefined && maySettle && (
          <SettleInAddress
            holdId={call}
            onClose={() => void navigate({ search: {}, replace: true, resetScroll: false })}
          />
        )}
      </OperatorOnly>
    </>
  );
}
