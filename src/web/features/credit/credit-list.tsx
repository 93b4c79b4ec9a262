import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { nanoOf } from '#web/lib/nano-of.ts';
import { timeText } from '#web/lib/time-text.ts';
import { buttonClass } from '#web/ui/button.tsx';
import { EmptyBlock } from '#web/ui/empty-block.tsx';
import { LoadMore } from '#web/ui/load-more.tsx';
import { Money } from '#web/ui/money.tsx';
import { Panel } from '#web/ui/panel.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { type Column, ShortTable } from '#web/ui/short-table.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { type Credit, creditsQuery } from './credits.query.ts';
import { walletOwnersQuery } from './wallet-owners.query.ts';

/** The top-ups of a mandate, with what can still be paid back of each. */
export function CreditList({
  mandateId,
  withWallets,
  mayRefund,
}: {
  readonly mandateId: string;
  /** Users have wallets of their own. */
  readonly withWallets: boolean;
  readonly mayRefund: boolean;
}): ReactElement {
  const credits = useInfiniteQuery(creditsQuery(mandateId));
  const rows = credits.data?.pages.flatMap((page) => page.credits) ?? [];
  return (
    <Panel title={<Trans>Top-ups</Trans>} lead={<Trans>With what is left of each to refund</Trans>}>
      {credits.isPending ? (
        <Skeleton className="h-52 w-full" />
      ) : credits.data === undefined ? (
        <ProblemBlock error={credits.error} retry={() => void credits.refetch()} />
      ) : rows.length === 0 ? (
        <EmptyBlock title={<Trans>No top-ups yet</Trans>} />
      ) : (
        <>
          <CreditTable mandateId={mandateId} credits={rows} withWallets={withWallets} mayRefund={mayRefund} />
          <LoadMore list={credits} shown={rows.length} />
        </>
      )}
    </Panel>
  );
}

function CreditTable(props: {
  readonly mandateId: string;
  readonly credits: readonly Credit[];
  readonly withWallets: boolean;
  readonly mayRefund: boolean;
}): ReactElement {
  const { t } = useLingui();
  const { mandateId, withWallets, mayRefund } = props;
  const owners = useQuery({ ...walletOwnersQuery(mandateId), enabled: withWallets });
  const nameOf = (userId: string | undefined) =>
    userId === undefined
      ? t`Pool`
      : (owners.data?.find((owner) => owner.userId === userId)?.name ?? t`a former user`);
  const columns: readonly Column<Credit>[] = [
    {
      id: 'at',
      title: <Trans>Time</Trans>,
      isRowTitle: true,
      cell: ({ at }) => <span className="figures whitespace-nowrap">{timeText(at)}</span>,
    },
    ...(withWallets
      ? [{ id: 'wallet', title: <Trans>Wallet</Trans>, cell: ({ userId }: Credit) => nameOf(userId) }]
      : []),
    {
      id: 'description',
      title: <Trans>Description</Trans>,
      className: 'min-w-40',
      cell: ({ description }) => <span className="break-words">{description ?? '–'}</span>,
    },
    {
      id: 'amount',
      title: <Trans>Amount, CHF</Trans>,
      align: 'end',
      cell: ({ amountChf }) => <Money bare chf={amountChf} />,
    },
    {
      id: 'left',
      title: <Trans>Left, CHF</Trans>,
      align: 'end',
      cell: ({ leftChf }) => <Money bare chf={leftChf} rounding="down" />,
    },
    ...(mayRefund
      ? [
          {
            id: 'refund',
            title: (
              <span className="sr-only">
                <Trans>Actions</Trans>
              </span>
            ),
            align: 'end' as const,
            cell: (credit: Credit) => <RefundLink mandateId={mandateId} credit={credit} />,
          },
        ]
      : []),
  ];
  return (
    <ShortTable
      label={t`Top-ups`}
      columns={columns}
      rows={props.credits}
      rowKey={({ transactionId }) => transactionId}
    />
  );
}

function RefundLink(props: { readonly mandateId: string; readonly credit: Credit }): ReactElement | null {
  const { t } = useLingui();
  const { transactionId, leftChf, at } = props.credit;
  if (nanoOf(leftChf) === 0n) return null;
  const time = timeText(at);
  return (
    <Link
      to="/admin/mandates/$mandateId"
      params={{ mandateId: props.mandateId }}
      search={{ dialog: 'refund', topUp: transactionId }}
      resetScroll={false}
      aria-label={t`Refund of the top-up of ${time}`}
      className={`${buttonClass('secondary', true)} -my-1`}
    >
      <Trans>Refund</Trans>
    </Link>
  );
}
