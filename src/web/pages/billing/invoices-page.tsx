import { Trans } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { InvoiceDrawer } from '#web/features/invoices/invoice-drawer.tsx';
import { InvoiceList } from '#web/features/invoices/invoice-list.tsx';
import type { InvoicesSearch } from '#web/features/invoices/invoices-search.ts';
import { StateChoice } from '#web/features/invoices/state-choice.tsx';
import { useActing } from '#web/features/me/use-acting.ts';
import { CopyLinkButton } from '#web/ui/copy-button.tsx';
import { NoPermissionBlock } from '#web/ui/no-permission-block.tsx';
import { PageHeader } from '#web/ui/page-header.tsx';

const READ = 'resource.billing.read';

/** The invoices of a mandate that pays afterwards. */
export function InvoicesPage(): ReactElement {
  const { may } = useActing();
  return (
    <>
      <PageHeader
        title={<Trans>Invoices</Trans>}
        lead={<Trans>What was used in a month, payable afterwards, each with its QR-bill.</Trans>}
        actions={<CopyLinkButton />}
      />
      {may(READ) ? <Invoices /> : <NoPermissionBlock resource={READ} />}
    </>
  );
}

function Invoices(): ReactElement {
  const search = useSearch({ from: '/shell/billing/invoices' });
  const navigate = useNavigate({ from: '/billing/invoices' });
  const { mandate } = useActing();
  const change = (part: Partial<InvoicesSearch>, replace = false) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace, resetScroll: false });
  return (
    <>
      <StateChoice value={search.only} onChange={(only) => change({ only })} />
      <InvoiceList mandateId={mandate.id} state={search.only} />
      {search.invoice !== undefined && (
        <InvoiceDrawer
          key={search.invoice}
          mandateId={mandate.id}
          invoiceId={search.invoice}
          onClose={() => change({ invoice: undefined }, true)}
        />
      )}
    </>
  );
}
