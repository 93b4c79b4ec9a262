import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { AuditFeed } from '#web/features/audit/audit-feed.tsx';
import type { AuditSearch } from '#web/features/audit/audit-search.ts';
import { useActing } from '#web/features/me/use-acting.ts';

/** Who changed what in this mandate. */
export function MandateAuditPage(): ReactElement {
  const search = useSearch({ from: '/shell/settings/billing/settings/audit' });
  const navigate = useNavigate({ from: '/billing/settings/audit' });
  const { mandate } = useActing();
  const change = (part: Partial<AuditSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...part }), resetScroll: false });
  // A mandate is named by the address of the page already.
  return <AuditFeed mandateId={mandate.id} search={{ ...search, of: undefined }} onChange={change} />;
}
