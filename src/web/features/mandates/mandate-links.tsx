import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { buttonClass } from '#web/ui/button.tsx';

/** Into the mandate: its own pages, as its people see them. */
export function MandateLinks({ mandateId }: { readonly mandateId: string }): ReactElement {
  const { t } = useLingui();
  const search = { mandate: mandateId };
  const className = buttonClass('secondary', true);
  return (
    <nav aria-label={t`Pages of this mandate`} className="flex flex-wrap gap-2">
      <Link to="/billing" search={search} className={className}>
        <Trans>Overview</Trans>
      </Link>
      <Link to="/billing/transactions" search={search} className={className}>
        <Trans>Transactions</Trans>
      </Link>
      <Link to="/billing/settings" search={search} className={className}>
        <Trans>Settings</Trans>
      </Link>
      <Link to="/billing/settings/users" search={search} className={className}>
        <Trans>Users</Trans>
      </Link>
      <Link to="/admin/audit" search={{ of: mandateId }} className={className}>
        <Trans>Audit log</Trans>
      </Link>
    </nav>
  );
}
