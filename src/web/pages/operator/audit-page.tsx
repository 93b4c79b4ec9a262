import { Trans } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { AuditFeed } from '#web/features/audit/audit-feed.tsx';
import type { AuditSearch } from '#web/features/audit/audit-search.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import { useOperator } from '#web/features/operator/use-operator.ts';
import { CopyLinkButton } from '#web/ui/copy-button.tsx';
import { NoPermissionBlock } from '#web/ui/no-permission-block.tsx';
import { PageHeader } from '#web/ui/page-header.tsx';

/** Of all mandates for the operator; an administrator sees his own mandate's. */
export function AuditPage(): ReactElement {
  const search = useSearch({ from: '/shell/admin/audit' });
  const navigate = useNavigate({ from: '/admin/audit' });
  const { mandate, may } = useActing();
  const { isOperator } = useOperator();
  const change = (part: Partial<AuditSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...part }), resetScroll: false });
  return (
    <>
      <PageHeader
        title={<Trans>Audit log</Trans>}
        lead={<Trans>Who changed what, and how it was before. Entries cannot be changed or deleted.</Trans>}
        actions={<CopyLinkButton />}
      />
      {isOperator || may('resource.operation.audit') ? (
        <AuditFeed mandateId={isOperator ? search.of : mandate.id} search={search} onChange={change} />
      ) : (
        <NoPermissionBlock resource="resource.operation.audit" />
      )}
    </>
  );
}
