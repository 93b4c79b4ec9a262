import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { nanoOf } from '#web/lib/nano-of.ts';
import { Badge } from '#web/ui/badge.tsx';
import { Money } from '#web/ui/money.tsx';
import { Panel } from '#web/ui/panel.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { Unfolding } from '#web/ui/unfolding.tsx';
import { useBalance, useOverviewSearch } from '../spend/use-overview.ts';
import type { Balance } from './balance.query.ts';
import { OverdrawnNote } from './overdrawn-note.tsx';
import { SpendableOrigin } from './spendable-origin.tsx';
import { spendableSum } from './spendable-sum.ts';
import { SpendableSumList } from './spendable-sum-list.tsx';
import { TopUpOffer } from './top-up-offer.tsx';

/** The headline: what can be spent at this moment, why it is that much, and how to get more. */
export function SpendablePanel(): ReactElement {
  const { mandate } = useActing();
  const { data, error, refetch } = useBalance();
  return (
    <Panel
      title={<Trans>Spendable now</Trans>}
      actions={data && <StateBadge state={mandate.status === 'active' ? data.spendable.state : 'empty'} />}
      className="flex flex-col"
    >
      {data ? (
        <SpendableNow balance={data} />
      ) : error ? (
        <ProblemBlock error={error} retry={() => void refetch()} />
      ) : (
        <Skeleton className="h-56 w-full xl:h-60" />
      )}
    </Panel>
  );
}

function SpendableNow({ balance }: { readonly balance: Balance }): ReactElement {
  const [search, change] = useOverviewSearch();
  const { amountChf } = balance.spendable;
  const isOverdrawn = amountChf !== null && nanoOf(amountChf) < 0n;
  return (
    <div className="flex min-h-56 flex-1 flex-col gap-4 xl:min-h-60">
      <div className="flex flex-col gap-1">
        <p className="figures font-semibold text-4xl leading-tight tracking-tight">
          {amountChf === null ? (
            <Trans>No limit</Trans>
          ) : (
            <Money chf={amountChf} rounding="down" className={isOverdrawn ? 'text-bad' : ''} />
          )}
        </p>
        <SpendableOrigin balance={balance} />
      </div>
      {isOverdrawn && <OverdrawnNote balance={balance} />}
      <TopUpOffer balance={balance} />
      <Unfolding
        title={<Trans>How this adds up</Trans>}
        isOpen={search.sum === 'open'}
        onChange={(isOpen) => change({ sum: isOpen ? 'open' : undefined }, { replace: true })}
      >
        <SpendableSumList sum={spendableSum(balance.spendable)} total={balance.total} />
      </Unfolding>
    </div>
  );
}

function StateBadge({ state }: { readonly state: Balance['spendable']['state'] }): ReactElement {
  const { t } = useLingui();
  if (state === 'empty') return <Badge tone="bad">{t`Requests are refused`}</Badge>;
  if (state === 'low') return <Badge tone="warn">{t`Low`}</Badge>;
  return <Badge tone="good">{t`Sufficient`}</Badge>;
}
