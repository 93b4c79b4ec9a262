import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement, ReactNode } from 'react';
import { monthText } from '#kernel/day-text.ts';
import { Money } from '#web/ui/money.tsx';
import { Panel } from '#web/ui/panel.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { useBalance } from '../spend/use-overview.ts';
import type { Balance } from './balance.query.ts';
import { MonthBand } from './month-band.tsx';
import { MonthComparison } from './month-comparison.tsx';

/** What the running month has cost, and where it will end. */
export function MonthPanel(): ReactElement {
  const { data, error, refetch } = useBalance();
  const { i18n } = useLingui();
  return (
    <Panel
      title={<Trans>This month</Trans>}
      actions={data && <span className="text-muted text-sm">{monthText(data.month.label, i18n.locale)}</span>}
      className="md:max-xl:col-span-2"
    >
      {data ? (
        <Month balance={data} />
      ) : error ? (
        <ProblemBlock error={error} retry={() => void refetch()} />
      ) : (
        <Skeleton className="h-52 w-full xl:h-60" />
      )}
    </Panel>
  );
}

function Month({ balance }: { readonly balance: Balance }): ReactElement {
  const { month, spendable } = balance;
  const limit = spendable.limits.find(({ source }) => source === 'user_limit');
  // A person's limit says nothing about what all of the mandate spend.
  const ownLimit = month.of === 'user' ? limit : undefined;
  return (
    <div className="flex min-h-52 flex-col gap-4 xl:min-h-60">
      <div className="flex flex-col gap-1">
        <p className="font-semibold text-2xl leading-tight">
          <Money chf={month.chargedChf} />
        </p>
        <MonthComparison month={month} />
      </div>
      <MonthBand month={month} limitChf={ownLimit?.monthlyChf} />
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5 text-sm">
        <Fact title={<Trans>Expected at the end</Trans>}>
          <Expected month={month} />
        </Fact>
        {(limit || month.of === 'user') && (
          <Fact title={month.of === 'user' ? <Trans>Your limit</Trans> : <Trans>Your own limit</Trans>}>
            <LimitFact limit={limit} />
          </Fact>
        )}
        <Fact title={<Trans>All of last month</Trans>}>
          <LastMonth month={month} />
        </Fact>
      </dl>
    </div>
  );
}

function Fact({
  title,
  children,
}: {
  readonly title: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <>
      <dt className="text-muted">{title}</dt>
      <dd className="text-right">{children}</dd>
    </>
  );
}

function Expected({ month: { expected } }: { readonly month: Balance['month'] }): ReactElement {
  const { t } = useLingui();
  if (!expected) return <Money chf={undefined} none={t`Not known yet: there was no whole day to go by`} />;
  if (expected.lowChf === expected.highChf) return <Money chf={expected.lowChf} decimals={2} />;
  return (
    <Trans>
      <Money chf={expected.lowChf} decimals={2} /> to <Money chf={expected.highChf} decimals={2} bare />
    </Trans>
  );
}

function LimitFact({
  limit,
}: {
  readonly limit: Balance['spendable']['limits'][number] | undefined;
}): ReactElement {
  const { t } = useLingui();
  if (!limit) return <Money chf={undefined} none={t`No monthly limit is set for you`} />;
  return (
    <Trans>
      <Money chf={limit.leftChf} rounding="down" /> left of <Money chf={limit.monthlyChf} bare />
    </Trans>
  );
}

function LastMonth({ month }: { readonly month: Balance['month'] }): ReactElement {
  const { t } = useLingui();
  return <Money chf={month.lastMonthChf} none={t`It began this month`} />;
}
