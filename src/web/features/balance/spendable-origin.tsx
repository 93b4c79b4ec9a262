import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { Money } from '#web/ui/money.tsx';
import type { Balance } from './balance.query.ts';

/** Whose money it is, and what keeps it from being more. */
export function SpendableOrigin({ balance }: { readonly balance: Balance }): ReactElement {
  return (
    <div className="flex flex-col gap-1 text-muted">
      <p>
        <Whose balance={balance} />
      </p>
      <BindingLimit balance={balance} />
    </div>
  );
}

function Whose({ balance: { billingModel, spendable } }: { readonly balance: Balance }): ReactElement {
  const { mandate } = useActing();
  const { name } = mandate;
  if (mandate.status === 'suspended')
    return <Trans>{name} is suspended: calls are refused until the operator lifts it.</Trans>;
  if (mandate.status === 'closed') return <Trans>{name} is closed: there will be no more calls.</Trans>;
  if (!spendable.account)
    return <Trans>You have no wallet in {name} yet. An administrator can put money into one.</Trans>;
  if (spendable.account.kind === 'user') return <Trans>From your own wallet in {name}.</Trans>;
  if (billingModel === 'postpaid')
    return <Trans>Within the credit limit of {name}, which pays by invoice.</Trans>;
  if (billingModel === 'unlimited')
    return <Trans>{name} pays for what is used. Every call is booked with its price.</Trans>;
  return <Trans>From the balance that all of {name} share.</Trans>;
}

/** Only where a limit binds: else the account itself does, as everybody expects. */
function BindingLimit({ balance: { spendable } }: { readonly balance: Balance }): ReactElement | null {
  const { boundBy, account } = spendable;
  if (boundBy !== 'user_limit' && boundBy !== 'key_limit') return null;
  const limit =
    boundBy === 'user_limit' ? (
      <Trans>Your monthly limit binds.</Trans>
    ) : (
      <Trans>The monthly limit of the key binds.</Trans>
    );
  return (
    <p>
      {limit}{' '}
      {account?.availableChf !== null && account !== null && (
        <Trans>
          The account itself has <Money chf={account.availableChf} rounding="down" />.
        </Trans>
      )}
    </p>
  );
}
