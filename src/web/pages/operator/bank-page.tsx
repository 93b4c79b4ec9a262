import { Trans } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { BankViews } from '#web/features/bank/bank-views.tsx';
import { DecideInAddress } from '#web/features/bank/decide-in-address.tsx';
import { FilePayments } from '#web/features/bank/file-payments.tsx';
import { UploadPanel } from '#web/features/bank/upload-panel.tsx';
import { OperatorOnly } from '#web/features/operator/operator-only.tsx';
import { CopyLinkButton } from '#web/ui/copy-button.tsx';
import { PageHeader } from '#web/ui/page-header.tsx';

/** Files of the bank: uploaded, booked, and what a person has to decide about. */
export function BankPage(): ReactElement {
  const { show, payment, file } = useSearch({ from: '/shell/admin/bank' });
  const navigate = useNavigate({ from: '/admin/bank' });
  const close = () =>
    void navigate({
      search: ({ payment: _decided, file: _seen, ...rest }) => rest,
      replace: true,
      resetScroll: false,
    });
  return (
    <>
      <PageHeader
        title={<Trans>Bank payments</Trans>}
        lead={
          <Trans>
            Payments with the reference and the amount that was asked for are credited, each once. The rest is
            yours to decide.
          </Trans>
        }
        actions={<CopyLinkButton />}
      />
      <OperatorOnly resource="resource.billing.credit">
        <div className="flex flex-col gap-6">
          <UploadPanel />
          <div>
            <BankViews view={show} />
          </div>
        </div>
        {file !== undefined && <FilePayments fileId={file} onClose={close} />}
        {payment !== undefined && <DecideInAddress name={payment} onClose={close} />}
      </OperatorOnly>
    </>
  );
}
