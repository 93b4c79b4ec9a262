import { Trans } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import type { ReactElement } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { NewTopUpDialog } from '#web/features/top-ups/new-top-up-dialog.tsx';
import { RequestBill } from '#web/features/top-ups/request-bill.tsx';
import { TopUpRequestList } from '#web/features/top-ups/top-up-request-list.tsx';
import type { TopUpsSearch } from '#web/features/top-ups/top-ups-search.ts';
import { Button } from '#web/ui/button.tsx';
import { CopyLinkButton } from '#web/ui/copy-button.tsx';
import { NoPermissionBlock } from '#web/ui/no-permission-block.tsx';
import { PageHeader } from '#web/ui/page-header.tsx';

/** Top-ups by bank transfer: asked for, paid, arrived. */
export function TopUpsPage(): ReactElement {
  const { dialog, request } = useSearch({ from: '/shell/billing/top-ups' });
  const navigate = useNavigate({ from: '/billing/top-ups' });
  const { may, mandate } = useActing();
  const show = (search: TopUpsSearch) =>
    void navigate({
      search: (all) => ({ ...all, dialog: undefined, request: undefined, ...search }),
      replace: true,
      resetScroll: false,
    });
  const mayAsk = may('resource.billing.top_up') && mandate.status !== 'closed';
  return (
    <>
      <PageHeader
        title={<Trans>Top-ups by bank transfer</Trans>}
        lead={<Trans>Pay with a QR-bill; the balance is topped up as soon as the payment arrives.</Trans>}
        actions={
          <>
            <CopyLinkButton />
            {mayAsk && (
              <Button look="primary" onPress={() => show({ dialog: 'new' })}>
                <Plus aria-hidden className="size-4" />
                <Trans>Top up</Trans>
              </Button>
            )}
          </>
        }
      />
      {may('resource.billing.read') ? (
        <TopUpRequestList />
      ) : (
        <NoPermissionBlock resource="resource.billing.read" />
      )}
      {dialog === 'new' && mayAsk && (
        <NewTopUpDialog onClose={() => show({})} onAsked={(requestId) => show({ request: requestId })} />
      )}
      {request !== undefined && may('resource.billing.read') && (
        <RequestBill requestId={request} onClose={() => show({})} />
      )}
    </>
  );
}
