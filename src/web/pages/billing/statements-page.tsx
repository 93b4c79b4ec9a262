import { Trans } from '@lingui/react/macro';
import { useNavigate, useParams } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { RunningMonth } from '#web/features/statements/running-month.tsx';
import { StatementDrawer } from '#web/features/statements/statement-drawer.tsx';
import { StatementList } from '#web/features/statements/statement-list.tsx';
import { CopyLinkButton } from '#web/ui/copy-button.tsx';
import { NoPermissionBlock } from '#web/ui/no-permission-block.tsx';
import { PageHeader } from '#web/ui/page-header.tsx';

const RESOURCE = 'resource.billing.read';

/** Statements of account by month, and what the running one would say now. */
export function StatementsPage(): ReactElement {
  const { may, mandate } = useActing();
  const { documentId } = useParams({ strict: false });
  const navigate = useNavigate();
  const close = () => void navigate({ to: '/billing/statements', search: true, resetScroll: false });
  return (
    <>
      <PageHeader
        title={<Trans>Statements</Trans>}
        lead={<Trans>Month by month in Europe/Zurich. What was issued never changes.</Trans>}
        actions={<CopyLinkButton />}
      />
      {may(RESOURCE) ? (
        <div className="flex flex-col gap-6">
          <RunningMonth mandateId={mandate.id} />
          <StatementList mandateId={mandate.id} />
        </div>
      ) : (
        <NoPermissionBlock resource={RESOURCE} />
      )}
      {documentId !== undefined && may(RESOURCE) && (
        <StatementDrawer mandateId={mandate.id} documentId={documentId} onClose={close} />
      )}
    </>
  );
}
