import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { timeText } from '#web/lib/time-text.ts';
import { Badge } from '#web/ui/badge.tsx';
import { LoadMore } from '#web/ui/load-more.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { type Column, ShortTable } from '#web/ui/short-table.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { DELIVERY_PROBLEMS, DELIVERY_WORDS, EVENT_WORDS } from './notice-words.ts';
import { type Delivery, deliveriesQuery } from './outgoing-webhook.query.ts';

/** Messages to the webhook with their state. */
export function DeliveryList(): ReactElement | null {
  const { t } = useLingui();
  const { mandate } = useActing();
  const deliveries = useInfiniteQuery(deliveriesQuery(mandate.id));
  if (deliveries.isPending) return <Skeleton className="h-24 w-full" />;
  if (deliveries.data === undefined)
    return <ProblemBlock error={deliveries.error} retry={() => void deliveries.refetch()} />;
  const rows = deliveries.data.pages.flatMap((page) => page.deliveries);
  if (rows.length === 0)
    return (
      <p className="text-muted">
        <Trans>Nothing was sent yet.</Trans>
      </p>
    );
  const columns: readonly Column<Delivery>[] = [
    {
      id: 'at',
      title: <Trans>Time</Trans>,
      isRowTitle: true,
      cell: ({ createdAt }) => <span className="figures whitespace-nowrap">{timeText(createdAt)}</span>,
    },
    { id: 'type', title: <Trans>Event</Trans>, cell: ({ type }) => t(EVENT_WORDS[type]) },
    {
      id: 'state',
      title: <Trans>State</Trans>,
      cell: (delivery) => <DeliveryState delivery={delivery} />,
    },
  ];
  return (
    <section>
      <h3 className="mb-2 font-medium">
        <Trans>Messages</Trans>
      </h3>
      <ShortTable label={t`Messages to the webhook`} columns={columns} rows={rows} rowKey={({ id }) => id} />
      <LoadMore list={deliveries} shown={rows.length} />
    </section>
  );
}

function DeliveryState({ delivery }: { readonly delivery: Delivery }): ReactElement {
  const { t } = useLingui();
  const { state, problem, lastStatus, attempts } = delivery;
  const { text, tone } = DELIVERY_WORDS[state];
  return (
    <span className="flex flex-col items-start gap-0.5">
      <Badge tone={tone}>{t(text)}</Badge>
      {problem !== undefined && (
        <span className="text-muted text-sm">
          {t(DELIVERY_PROBLEMS[problem])}
          {lastStatus !== undefined && <> HTTP {lastStatus}</>}
        </span>
      )}
      {attempts > 1 && (
        <span className="whitespace-nowrap text-muted text-xs">
          <Trans>tried {attempts} ×</Trans>
        </span>
      )}
    </span>
  );
}
