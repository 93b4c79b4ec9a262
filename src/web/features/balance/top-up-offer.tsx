import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { lazy, type ReactElement, Suspense } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { Button, buttonClass } from '#web/ui/button.tsx';
import { useOverviewSearch } from '../spend/use-overview.ts';
import type { Balance } from './balance.query.ts';

const MoneyRequestDialog = lazy(async () => ({
  default: (await import('./money-request-dialog.tsx')).MoneyRequestDialog,
}));

/** The way to more: whoever may books it or changes the limit himself, everybody else asks. */
export function TopUpOffer({ balance }: { readonly balance: Balance }): ReactElement | null {
  const { mandate, may } = useActing();
  const { amountChf, boundBy } = balance.spendable;
  if (amountChf === null || mandate.status === 'closed') return null;
  const isLimit = boundBy === 'user_limit' || boundBy === 'key_limit';
  if (isLimit && may('resource.billing.settings')) return <LimitsLink />;
  if (!isLimit && may('resource.billing.credit'))
    return <BookingLink mandateId={mandate.id} isPayment={balance.billingModel === 'postpaid'} />;
  if (!isLimit && may('resource.billing.top_up') && balance.billingModel.startsWith('prepaid'))
    return <TransferLink />;
  return <Asking balance={balance} />;
}

function TransferLink(): ReactElement {
  return (
    <p>
      <Link to="/billing/top-ups" search={{ dialog: 'new' }} className={buttonClass('primary')}>
        <Plus aria-hidden className="size-4" />
        <Trans>Top up</Trans>
      </Link>
    </p>
  );
}

function LimitsLink(): ReactElement {
  return (
    <p>
      <Link to="/billing/settings/limits" className={buttonClass('primary')}>
        <Trans>Change the limits</Trans>
      </Link>
    </p>
  );
}

function BookingLink({
  mandateId,
  isPayment,
}: {
  readonly mandateId: string;
  readonly isPayment: boolean;
}): ReactElement {
  return (
    <p>
      <Link
        to="/admin/mandates/$mandateId"
        params={{ mandateId }}
        search={{ dialog: isPayment ? 'payment' : 'top-up' }}
        className={buttonClass('primary')}
      >
        <Plus aria-hidden className="size-4" />
        {isPayment ? <Trans>Book a payment</Trans> : <Trans>Top up</Trans>}
      </Link>
    </p>
  );
}

function Asking({ balance }: { readonly balance: Balance }): ReactElement {
  const { may } = useActing();
  const [search, change] = useOverviewSearch();
  return (
    <div>
      <Button look="primary" onPress={() => change({ ask: 'open' })}>
        {may('resource.identity.users') ? (
          <Trans>Ask the operator for more</Trans>
        ) : (
          <Trans>Ask your administrator</Trans>
        )}
      </Button>
      <Suspense>
        {search.ask === 'open' && (
          <MoneyRequestDialog balance={balance} onClose={() => change({ ask: undefined })} />
        )}
      </Suspense>
    </div>
  );
}
