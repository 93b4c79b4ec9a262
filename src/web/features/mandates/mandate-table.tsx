import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactElement, ReactNode } from 'react';
import { countText } from '#kernel/share-text.ts';
import { Badge } from '#web/ui/badge.tsx';
import { Money } from '#web/ui/money.tsx';
import { type Column, ShortTable } from '#web/ui/short-table.tsx';
import { DaysLeft } from './days-left.tsx';
import type { MandateFigures } from './mandate-overview.query.ts';
import { MODEL_WORDS, STATE_WORDS } from './mandate-words.ts';
import type { MandateSort } from './mandates-search.ts';
import { MarginText } from './margin-text.tsx';
import { SortLink, sortDirection } from './sort-link.tsx';
import { SpendLine } from './spend-line.tsx';

/** Mandates with what the operator has to know of each. */
export function MandateTable({
  mandates,
  sort,
}: {
  readonly mandates: readonly MandateFigures[];
  readonly sort: MandateSort;
}): ReactElement {
  const { t } = useLingui();
  const sorting = (by: MandateSort, title: ReactNode) => ({
    title: (
      <SortLink sort={by} present={sort}>
        {title}
      </SortLink>
    ),
    sorted: by === sort ? sortDirection(by) : undefined,
  });
  const money = (id: string, by: MandateSort, title: ReactNode, cell: Column<MandateFigures>['cell']) =>
    ({ id, ...sorting(by, title), align: 'end', cell }) as const;
  const columns: readonly Column<MandateFigures>[] = [
    {
      id: 'name',
      ...sorting('name', <Trans>Mandate</Trans>),
      isRowTitle: true,
      className: 'min-w-36',
      cell: (row) => <MandateName mandate={row} />,
    },
    money('available', 'available', <Trans>Spendable now</Trans>, ({ availableChf }) => (
      <Money bare chf={availableChf} none={t`has no end`} rounding="down" className="font-medium" />
    )),
    {
      id: 'days',
      ...sorting('daysLeft', <Trans>Days left</Trans>),
      align: 'end',
      cell: (row) => <DaysLeft figures={row} />,
    },
    { id: 'line', title: <Trans>30 days</Trans>, cell: ({ daily }) => <SpendLine daily={daily} /> },
    money('spend', 'spend', <Trans>This month</Trans>, ({ thisMonth }) => (
      <Money bare chf={thisMonth.spendChf} />
    )),
    money('last', 'lastSpend', <Trans>Last month</Trans>, ({ lastMonth }) => (
      <Money bare chf={lastMonth.spendChf} />
    )),
    money('margin', 'margin', <Trans>Margin</Trans>, ({ thisMonth }) => (
      <MarginText month={thisMonth} inColumn />
    )),
    money('balance', 'balance', <Trans>Balance</Trans>, ({ balanceChf }) => <Money bare chf={balanceChf} />),
    money('unknown', 'unknown', <Trans>Unknown</Trans>, ({ unknownCalls }) => (
      <span className={`figures ${unknownCalls > 0 ? 'font-medium text-warn' : ''}`}>
        {countText(unknownCalls)}
      </span>
    )),
  ];
  return (
    <ShortTable
      label={t`Mandates, amounts in CHF`}
      columns={columns}
      rows={mandates}
      rowKey={({ mandateId }) => mandateId}
    />
  );
}

function MandateName({ mandate }: { readonly mandate: MandateFigures }): ReactElement {
  const { t } = useLingui();
  const { text, tone } = STATE_WORDS[mandate.state];
  return (
    <span className="flex flex-col items-start gap-1">
      <Link
        to="/admin/mandates/$mandateId"
        params={{ mandateId: mandate.mandateId }}
        className="font-medium text-accent underline-offset-4 hover:underline"
      >
        {mandate.name}
      </Link>
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1 text-muted text-xs">
        <Badge tone={tone}>{t(text)}</Badge>
        {mandate.billingModel && t(MODEL_WORDS[mandate.billingModel])}
      </span>
    </span>
  );
}
