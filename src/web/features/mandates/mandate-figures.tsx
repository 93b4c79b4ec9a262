import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { countText } from '#kernel/share-text.ts';
import { FigureList } from '#web/ui/figure-list.tsx';
import { Money } from '#web/ui/money.tsx';
import { Panel } from '#web/ui/panel.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { DaysLeft } from './days-left.tsx';
import type { MandateDetail } from './mandate-detail.query.ts';
import { type MandateFigures, mandateFiguresQuery } from './mandate-overview.query.ts';
import { MarginText } from './margin-text.tsx';
import { SpendLine } from './spend-line.tsx';

/** What the operator has to know of one mandate. */
export function MandateFiguresPanel({ mandate }: { readonly mandate: MandateDetail }): ReactElement {
  const figures = useQuery(mandateFiguresQuery(mandate.id));
  return (
    <Panel title={<Trans>Key figures</Trans>}>
      {figures.isPending ? (
        <Skeleton className="h-[9.1rem] w-full" />
      ) : figures.data === undefined ? (
        <ProblemBlock error={figures.error} retry={() => void figures.refetch()} />
      ) : figures.data === null ? (
        <FigureList figures={[balanceOf(mandate)]} />
      ) : (
        <Figures mandate={mandate} figures={figures.data} />
      )}
    </Panel>
  );
}

function Figures(props: { readonly mandate: MandateDetail; readonly figures: MandateFigures }): ReactElement {
  const { t } = useLingui();
  const { mandate, figures } = props;
  const { thisMonth, lastMonth, unknownCalls } = figures;
  return (
    <FigureList
      figures={[
        {
          id: 'spendable',
          label: <Trans>Spendable now</Trans>,
          value: <Money chf={figures.availableChf} none={t`has no end`} rounding="down" />,
          note: <Plural value={mandate.users} one="# user" other="# users" />,
        },
        balanceOf(mandate),
        { id: 'days', label: <Trans>Days left</Trans>, value: <DaysLeft figures={figures} /> },
        { id: 'line', label: <Trans>30 days</Trans>, value: <SpendLine daily={figures.daily} /> },
        {
          id: 'spend',
          label: <Trans>Charged this month</Trans>,
          value: <Money chf={thisMonth.spendChf} />,
          note: (
            <Trans>
              <Money chf={lastMonth.spendChf} /> last month
            </Trans>
          ),
        },
        {
          id: 'margin',
          label: <Trans>Margin this month</Trans>,
          value: <MarginText month={thisMonth} />,
          note: (
            <Trans>
              <MarginText month={lastMonth} /> last month
            </Trans>
          ),
        },
        {
          id: 'unknown',
          label: <Trans>Calls of unknown cost</Trans>,
          value:
            unknownCalls === 0 ? (
              countText(0)
            ) : (
              <Link to="/admin/unknown-calls" className="text-accent underline underline-offset-4">
                {countText(unknownCalls)}
              </Link>
            ),
        },
      ]}
    />
  );
}

function balanceOf({ balanceChf, heldChf, creditLimitChf, billingModel }: MandateDetail) {
  return {
    id: 'balance',
    label: <Trans>Balance</Trans>,
    value: <Money chf={balanceChf} />,
    note:
      billingModel === 'postpaid' ? (
        <Trans>
          <Money chf={heldChf} /> held, credit limit <Money chf={creditLimitChf} />
        </Trans>
      ) : (
        <Trans>
          <Money chf={heldChf} /> held
        </Trans>
      ),
  };
}
