import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { providerName } from '#kernel/provider-name.ts';
import { timeText } from '#web/lib/time-text.ts';
import { buttonClass } from '#web/ui/button.tsx';
import { EmptyBlock } from '#web/ui/empty-block.tsx';
import { LoadMore } from '#web/ui/load-more.tsx';
import { Money } from '#web/ui/money.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { type Column, ShortTable } from '#web/ui/short-table.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { AgeText } from './age-text.tsx';
import { type UnknownCall, unknownCallsQuery } from './unknown-calls.query.ts';

/** Calls that broke off so that nobody knows their cost, the oldest first, each with the way to settle it. */
export function UnknownCallList({ maySettle }: { readonly maySettle: boolean }): ReactElement {
  const { t } = useLingui();
  const calls = useInfiniteQuery(unknownCallsQuery);
  if (calls.isPending) return <Skeleton className="h-72 w-full" />;
  if (calls.data === undefined)
    return <ProblemBlock error={calls.error} retry={() => void calls.refetch()} />;
  const rows = calls.data.pages.flatMap((page) => page.calls);
  if (rows.length === 0)
    return (
      <EmptyBlock title={<Trans>None is open</Trans>}>
        <Trans>The cost of every call is known.</Trans>
      </EmptyBlock>
    );
  const columns: readonly Column<UnknownCall>[] = [
    {
      id: 'started',
      title: <Trans>Started</Trans>,
      isRowTitle: true,
      cell: ({ startedAt }) => (
        <span className="figures whitespace-nowrap">
          {timeText(startedAt)}
          <span className="block text-muted text-xs">
            <Trans>
              <AgeText at={startedAt} /> ago
            </Trans>
          </span>
        </span>
      ),
    },
    {
      id: 'mandate',
      title: <Trans>Mandate</Trans>,
      cell: ({ mandateId, mandateName }) => (
        <Link
          to="/admin/mandates/$mandateId"
          params={{ mandateId }}
          className="text-accent underline-offset-4 hover:underline"
        >
          {mandateName}
        </Link>
      ),
    },
    {
      id: 'model',
      title: <Trans>Model</Trans>,
      className: 'min-w-40',
      cell: ({ provider, model }) => (
        <span className="break-words">
          {model}
          <span className="block text-muted text-xs">{providerName(provider)}</span>
        </span>
      ),
    },
    {
      id: 'possible',
      title: <Trans>At most, CHF</Trans>,
      align: 'end',
      cell: ({ possibleChargeChf }) => <Money bare chf={possibleChargeChf} />,
    },
    {
      id: 'action',
      title: (
        <span className="sr-only">
          <Trans>Actions</Trans>
        </span>
      ),
      align: 'end',
      cell: (call) => (maySettle ? <SettleLink call={call} /> : null),
    },
  ];
  return (
    <section className="rounded-2xl border border-line bg-surface pb-4">
      <ShortTable
        label={t`Calls of unknown cost`}
        columns={columns}
        rows={rows}
        rowKey={({ holdId }) => holdId}
      />
      <LoadMore list={calls} shown={rows.length} />
    </section>
  );
}

function SettleLink({ call }: { readonly call: UnknownCall }): ReactElement {
  const { t } = useLingui();
  const { mandateName, holdId } = call;
  const time = timeText(call.startedAt);
  return (
    <Link
      to="/admin/unknown-calls"
      search={{ call: holdId }}
      resetScroll={false}
      aria-label={t`Settle the call of ${mandateName} of ${time}`}
      className={`${buttonClass('secondary', true)} -my-1`}
    >
      <Trans>Settle</Trans>
    </Link>
  );
}
