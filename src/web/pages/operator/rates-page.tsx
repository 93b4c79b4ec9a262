import { Trans } from '@lingui/react/macro';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import type { ReactElement } from 'react';
import { OperatorOnly } from '#web/features/operator/operator-only.tsx';
import { useOperator } from '#web/features/operator/use-operator.ts';
import { NewRateDialog } from '#web/features/rates/new-rate-dialog.tsx';
import { RateList } from '#web/features/rates/rate-list.tsx';
import { buttonClass } from '#web/ui/button.tsx';
import { CopyLinkButton } from '#web/ui/copy-button.tsx';
import { PageHeader } from '#web/ui/page-header.tsx';

const RESOURCE = 'resource.billing.prices';

/** What a US dollar costs: the rate that turns list prices into charges, with all before it. */
export function RatesPage(): ReactElement {
  const { dialog } = useSearch({ from: '/shell/admin/exchange-rates' });
  const navigate = useNavigate({ from: '/admin/exchange-rates' });
  const { may } = useOperator();
  return (
    <>
      <PageHeader
        title={<Trans>Exchange rates</Trans>}
        lead={
          <Trans>
            Each call is charged at the rate that held when it began. Rates are never changed, only followed.
          </Trans>
        }
        actions={
          <>
            {may(RESOURCE) && (
              <Link to="/admin/exchange-rates" search={{ dialog: 'new' }} className={buttonClass('primary')}>
                <Plus aria-hidden className="size-4" />
                <Trans>New exchange rate</Trans>
              </Link>
            )}
            <CopyLinkButton />
          </>
        }
      />
      <OperatorOnly resource={RESOURCE}>
        <RateList />
        {dialog === 'new' && (
          <NewRateDialog onClose={() => void navigate({ search: {}, replace: true, resetScroll: false })} />
        )}
      </OperatorOnly>
    </>
  );
}
