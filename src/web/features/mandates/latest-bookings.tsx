import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { providerName } from '#kernel/provider-name.ts';
import { timeText } from '#web/lib/time-text.ts';
import { Badge } from '#web/ui/badge.tsx';
import { buttonClass } from '#web/ui/button.tsx';
import { EmptyBlock } from '#web/ui/empty-block.tsx';
import { Money } from '#web/ui/money.tsx';
import { Panel } from '#web/ui/panel.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { type Column, ShortTable } from '#web/ui/short-table.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { TYPE_TEXTS, TYPE_TONES } from '../transactions/booking-type-text.ts';
import { type LatestBooking, latestBookingsQuery } from './latest-bookings.query.ts';

/** The last bookings of a mandate, with the way to all of them. */
export function LatestBookings({ mandateId }: { readonly mandateId: string }): ReactElement {
  const bookings = useQuery(latestBookingsQuery(mandateId));
  return (
    <Panel
      title={<Trans>Latest bookings</Trans>}
      lead={<Trans>Times in Europe/Zurich</Trans>}
      actions={
        <Link
          to="/billing/transactions"
          search={{ mandate: mandateId }}
          className={buttonClass('secondary', true)}
        >
          <Trans>All bookings</Trans>
        </Link>
      }
    >
      {bookings.isPending ? (
        <Skeleton className="h-[22.8rem] w-full" />
      ) : bookings.data === undefined ? (
        <ProblemBlock error={bookings.error} retry={() => void bookings.refetch()} />
      ) : bookings.data.length === 0 ? (
        <EmptyBlock title={<Trans>Nothing booked yet</Trans>} />
      ) : (
        <BookingTable mandateId={mandateId} bookings={bookings.data} />
      )}
    </Panel>
  );
}

function BookingTable({
  mandateId,
  bookings,
}: {
  readonly mandateId: string;
  readonly bookings: readonly LatestBooking[];
}): ReactElement {
  const { t } = useLingui();
  const columns: readonly Column<LatestBooking>[] = [
    {
      id: 'at',
      title: <Trans>Time</Trans>,
      isRowTitle: true,
      cell: ({ id, at }) => (
        <Link
          to="/billing/transactions/$transactionId"
          params={{ transactionId: id }}
          search={{ mandate: mandateId }}
          className="figures whitespace-nowrap text-accent underline-offset-4 hover:underline"
        >
          {timeText(at)}
        </Link>
      ),
    },
    {
      id: 'type',
      title: <Trans>Type</Trans>,
      cell: ({ type }) => <Badge tone={TYPE_TONES[type]}>{t(TYPE_TEXTS[type])}</Badge>,
    },
    {
      id: 'what',
      title: <Trans>Description</Trans>,
      className: 'min-w-40',
      cell: ({ note, model, provider }) => (
        <span className="break-words">
          {model !== undefined && provider !== undefined
            ? `${providerName(provider)} / ${model}`
            : (note ?? '–')}
        </span>
      ),
    },
    {
      id: 'amount',
      title: <Trans>Amount, CHF</Trans>,
      align: 'end',
      cell: ({ amountChf }) => <Money bare chf={amountChf} />,
    },
    {
      id: 'balance',
      title: <Trans>Balance, CHF</Trans>,
      align: 'end',
      cell: ({ balanceAfterChf }) => <Money bare chf={balanceAfterChf} />,
    },
  ];
  return <ShortTable label={t`Latest bookings`} columns={columns} rows={bookings} rowKey={({ id }) => id} />;
}
