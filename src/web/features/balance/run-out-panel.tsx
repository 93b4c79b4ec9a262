import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { dayText } from '#kernel/day-text.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import { Money } from '#web/ui/money.tsx';
import { Panel } from '#web/ui/panel.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { Unfolding } from '#web/ui/unfolding.tsx';
import { useBalance, useOverviewSearch } from '../spend/use-overview.ts';
import type { Balance } from './balance.query.ts';
import { ownPace, type Pace } from './own-pace.ts';
import { PaceExplanation } from './pace-explanation.tsx';

/** When it will have run out, at which pace, and how that was computed. */
export function RunOutPanel(): ReactElement {
  const { data, error, refetch } = useBalance();
  return (
    <Panel
      title={<Trans>Lasts until</Trans>}
      lead={data && <Whose balance={data} />}
      className="flex flex-col"
    >
      {data ? (
        <RunOut balance={data} />
      ) : error ? (
        <ProblemBlock error={error} retry={() => void refetch()} />
      ) : (
        <Skeleton className="h-44 w-full xl:h-60" />
      )}
    </Panel>
  );
}

/** Whose spending it goes by, where the other numbers of the page are somebody else's. */
function Whose({ balance }: { readonly balance: Balance }): ReactElement | null {
  const { mandate, may } = useActing();
  const { name } = mandate;
  const kind = balance.spendable.account?.kind;
  if (kind === 'user') return <Trans>Of your own wallet</Trans>;
  return kind === 'pool' && !may('resource.billing.read') ? (
    <Trans>Of the account that all of {name} share</Trans>
  ) : null;
}

function RunOut({ balance }: { readonly balance: Balance }): ReactElement {
  const [search, change] = useOverviewSearch();
  const pace = ownPace(balance);
  return (
    <div className="flex min-h-44 flex-1 flex-col gap-4 xl:min-h-60">
      <RunOutDate pace={pace} hasWallet={balance.spendable.account !== null} />
      {pace && <BurnRates pace={pace} />}
      {pace && (
        <Unfolding
          title={<Trans>How it was computed</Trans>}
          isOpen={search.pace === 'open'}
          onChange={(isOpen) => change({ pace: isOpen ? 'open' : undefined }, { replace: true })}
        >
          <PaceExplanation balance={balance} pace={pace} />
        </Unfolding>
      )}
    </div>
  );
}

function RunOutDate({
  pace,
  hasWallet,
}: {
  readonly pace: Pace | undefined;
  readonly hasWallet: boolean;
}): ReactElement {
  const { daysLeft, workingDaysLeft, runsOutOn } = pace ?? {};
  if (typeof daysLeft !== 'number' || typeof workingDaysLeft !== 'number' || typeof runsOutOn !== 'string')
    return <NoDate reason={pace?.reason ?? (hasWallet ? 'not_listed' : 'no_wallet')} />;
  return (
    <div className="flex flex-col gap-1">
      <p className="figures font-semibold text-2xl leading-tight">
        {daysLeft === 0 ? <Trans>Today</Trans> : dayText(runsOutOn)}
      </p>
      {daysLeft > 0 && (
        <p className="text-muted">
          <Plural value={daysLeft} one="in # day" other="in # days" />
          {' · '}
          <Plural value={workingDaysLeft} one="# working day" other="# working days" />
        </p>
      )}
    </div>
  );
}

function NoDate({
  reason,
}: {
  readonly reason: NonNullable<Pace['reason']> | 'no_wallet' | 'not_listed';
}): ReactElement {
  return (
    <div className="flex flex-col gap-1">
      <p aria-hidden className="font-semibold text-2xl leading-tight">
        –
      </p>
      <p className="text-muted">
        <Reason reason={reason} />
      </p>
    </div>
  );
}

function Reason({
  reason,
}: {
  readonly reason: NonNullable<Pace['reason']> | 'no_wallet' | 'not_listed';
}): ReactElement {
  switch (reason) {
    case 'unlimited':
      return <Trans>It does not run out: there is no limit.</Trans>;
    case 'no_whole_day':
      return <Trans>Not known yet: the account has not had one whole day.</Trans>;
    case 'no_spending':
      return <Trans>Not known: nothing was spent in the last 30 days.</Trans>;
    case 'beyond_ten_years':
      return <Trans>Not within ten years at the present pace.</Trans>;
    case 'no_wallet':
      return <Trans>You have no wallet yet.</Trans>;
    case 'not_listed':
      return <Trans>Not known: your account is beyond the first page of the mandate's accounts.</Trans>;
  }
}

function BurnRates({ pace }: { readonly pace: Pace }): ReactElement {
  const { t } = useLingui();
  const none = t`Not one whole day yet`;
  return (
    <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-0.5 text-sm">
      <dt className="text-muted">
        <Trans>Spent today</Trans>
      </dt>
      <dd className="text-right">
        <Money chf={pace.chargedTodayChf} />
      </dd>
      <dt className="text-muted">
        <Trans>Per day, last 7 days</Trans>
      </dt>
      <dd className="text-right">
        <Money chf={pace.last7Days.perDayChf} none={none} />
      </dd>
      <dt className="text-muted">
        <Trans>Per day, last 30 days</Trans>
      </dt>
      <dd className="text-right">
        <Money chf={pace.last30Days.perDayChf} none={none} />
      </dd>
    </dl>
  );
}
