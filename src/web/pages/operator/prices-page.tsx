import { Trans } from '@lingui/react/macro';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { type ReactElement, useCallback } from 'react';
import { OperatorOnly } from '#web/features/operator/operator-only.tsx';
import { useOperator } from '#web/features/operator/use-operator.ts';
import { NewPriceDialog } from '#web/features/prices/new-price-dialog.tsx';
import { PriceList } from '#web/features/prices/price-list.tsx';
import { PriceVersions } from '#web/features/prices/price-versions.tsx';
import { fullName, modelNamed, type PricesSearch } from '#web/features/prices/prices-search.ts';
import { buttonClass } from '#web/ui/button.tsx';
import { CopyLinkButton } from '#web/ui/copy-button.tsx';
import { PageHeader } from '#web/ui/page-header.tsx';

const RESOURCE = 'resource.billing.prices';

/** The providers' list prices: what holds now, every version, and new ones. */
export function PricesPage(): ReactElement {
  const search = useSearch({ from: '/shell/admin/prices' });
  const navigate = useNavigate({ from: '/admin/prices' });
  const { may } = useOperator();
  const change = useCallback(
    (part: Partial<PricesSearch>, replace = false) =>
      void navigate({ search: (old) => ({ ...old, ...part }), replace, resetScroll: false }),
    [navigate],
  );
  const of = search.of === undefined ? undefined : modelNamed(search.of);
  return (
    <>
      <PageHeader
        title={<Trans>Prices</Trans>}
        lead={
          <Trans>
            List prices of the providers, in USD per million units. Versions are never changed, only followed.
          </Trans>
        }
        actions={
          <>
            {may(RESOURCE) && (
              <Link
                to="/admin/prices"
                search={(old) => ({ ...old, of: undefined, dialog: 'new' as const })}
                className={buttonClass('secondary')}
              >
                <Plus aria-hidden className="size-4" />
                <Trans>Price of a new model</Trans>
              </Link>
            )}
            <CopyLinkButton />
          </>
        }
      />
      <OperatorOnly resource={RESOURCE}>
        <PriceList search={search} onChange={change} />
        {search.dialog === 'new' ? (
          <NewPriceDialog
            of={of}
            onClose={() => change({ dialog: undefined }, true)}
            onWritten={(model) => change({ dialog: undefined, of: fullName(model) }, true)}
          />
        ) : (
          of && <PriceVersions of={of} onClose={() => change({ of: undefined }, true)} />
        )}
      </OperatorOnly>
    </>
  );
}
