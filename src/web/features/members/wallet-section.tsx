import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { buttonClass } from '#web/ui/button.tsx';
import { FigureList } from '#web/ui/figure-list.tsx';
import { Money } from '#web/ui/money.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { useActing } from '../me/use-acting.ts';
import type { Member } from './members.query.ts';
import { type Wallet, walletQuery } from './wallet.query.ts';

/** What is in a user's own wallet (prepaid_user), and a way to fill or empty it. */
export function WalletSection({ member }: { readonly member: Member }): ReactElement {
  const { mandate, may } = useActing();
  const wallet = useQuery(walletQuery(mandate.id, member.userId));
  return (
    <div className="flex flex-col gap-3 [&>a]:self-start">
      {wallet.data !== undefined ? (
        <WalletFigures wallet={wallet.data} />
      ) : wallet.error ? (
        <ProblemBlock error={wallet.error} retry={() => void wallet.refetch()} />
      ) : (
        <Skeleton className="h-14 w-full" />
      )}
      {may('resource.billing.transfer') && (
        <Link
          from="/billing/settings/users/$userId"
          to="."
          search={(old) => ({ ...old, deed: 'transfer' })}
          resetScroll={false}
          className={buttonClass('secondary', true)}
        >
          <Trans>Move credit</Trans>
        </Link>
      )}
    </div>
  );
}

function WalletFigures({ wallet }: { readonly wallet: Wallet | null }): ReactElement {
  const { t } = useLingui();
  if (wallet === null)
    return (
      <p className="text-muted">
        <Trans>Has no wallet yet. It is made when credit is moved to it.</Trans>
      </p>
    );
  return (
    <FigureList
      figures={[
        { id: 'balance', label: <Trans>Balance</Trans>, value: <Money chf={wallet.balanceChf} /> },
        { id: 'held', label: <Trans>Held for calls that run</Trans>, value: <Money chf={wallet.heldChf} /> },
        {
          id: 'available',
          label: <Trans>Available</Trans>,
          value: <Money chf={wallet.availableChf} rounding="down" none={t`has no end`} />,
        },
      ]}
    />
  );
}
