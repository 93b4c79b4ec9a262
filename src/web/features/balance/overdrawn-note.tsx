import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { formatChf } from '#kernel/money.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import { nanoOf } from '#web/lib/nano-of.ts';
import { Money } from '#web/ui/money.tsx';
import type { Balance } from './balance.query.ts';

/** Less than nothing, in words, and where it comes from. */
export function OverdrawnNote({ balance }: { readonly balance: Balance }): ReactElement {
  const { me } = useActing();
  const { amountChf, boundBy, account } = balance.spendable;
  const missing = <Money chf={formatChf(-nanoOf(amountChf ?? '0'))} />;
  const isLimit = boundBy === 'user_limit' || boundBy === 'key_limit';
  return (
    <div className="rounded-xl border border-bad bg-bad-soft p-3 text-sm">
      <p>
        {isLimit ? (
          <Trans>
            {missing} more than the monthly limit is used or held. It begins anew with the next month.
          </Trans>
        ) : boundBy === 'credit_limit' ? (
          <Trans>
            {missing} more than the credit limit is used or held. New calls are refused until it is paid or
            raised.
          </Trans>
        ) : (
          <Trans>
            {missing} more than the balance is used or held. New calls are refused until it is topped up.
          </Trans>
        )}
      </p>
      <Link
        to="/billing/transactions"
        search={
          isLimit ? { from: balance.month.from, user: me.user.id, type: 'usage' } : { account: account?.id }
        }
        className="mt-1 inline-block font-medium text-accent underline underline-offset-4"
      >
        <Trans>Show the bookings that led to it</Trans>
      </Link>
    </div>
  );
}
