import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { providerName } from '#kernel/provider-name.ts';
import { countText } from '#kernel/share-text.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import { rangeText } from '#web/lib/days/range-text.ts';
import { timeText } from '#web/lib/time-text.ts';
import { Panel } from '#web/ui/panel.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { type Column, ShortTable } from '#web/ui/short-table.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import type { SpendView } from '../spend/spend-view.ts';
import { type UnchargedCalls, unchargedCallsQuery } from './uncharged-calls.query.ts';
import { UnchargedReason } from './uncharged-reason.tsx';

type Newest = UnchargedCalls['newest'][number];

/** Failed calls that cost nothing: how many, why, and the newest. */
export function UnchargedPanel({ view }: { readonly view: SpendView }): ReactElement {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery(unchargedCallsQuery(view.mandateId, view.focus));
  const days = rangeText(view.focus, (text) => t(text));
  return (
    <Panel title={<Trans>Failed calls that were not charged</Trans>} lead={days}>
      {data ? (
        <Uncharged calls={data} />
      ) : error ? (
        <ProblemBlock error={error} retry={() => void refetch()} />
      ) : (
        <Skeleton className="h-24 w-full" />
      )}
    </Panel>
  );
}

function Uncharged({ calls }: { readonly calls: UnchargedCalls }): ReactElement {
  if (calls.calls === 0)
    return (
      <p className="text-muted">
        <Trans>None: every call that was let through has ended well.</Trans>
      </p>
    );
  return (
    <div className="flex flex-col gap-4">
      <p>
        <Plural
          value={calls.calls}
          one="# call failed. Money was held for it and given back; nothing was charged."
          other="# calls failed. Money was held for them and given back; nothing was charged."
        />
      </p>
      <ul className="flex flex-col gap-1">
        {calls.groups.map(({ provider, reason, calls: count }) => (
          <li key={`${provider} ${reason}`} className="flex justify-between gap-4 border-line border-b pb-1">
            <span>
              {providerName(provider)}: <UnchargedReason reason={reason} />
            </span>
            <span className="figures">{countText(count)}</span>
          </li>
        ))}
      </ul>
      <NewestCalls newest={calls.newest} />
    </div>
  );
}

const SHOWN = 5;

function NewestCalls({ newest }: { readonly newest: readonly Newest[] }): ReactElement {
  const { t } = useLingui();
  const { may } = useActing();
  const columns: Column<Newest>[] = [
    {
      id: 'at',
      title: t`Ended (Europe/Zurich)`,
      isRowTitle: true,
      className: 'whitespace-nowrap',
      cell: ({ at }) => <span className="figures">{timeText(at)}</span>,
    },
    {
      id: 'model',
      className: 'whitespace-nowrap',
      title: t`Model`,
      cell: ({ model, provider }) => (model === '*' ? providerName(provider) : model),
    },
    ...(may('resource.billing.read')
      ? [
          {
            id: 'user',
            className: 'whitespace-nowrap',
            title: t`User`,
            cell: ({ userName, userEmail, userId }: Newest) => userName || userEmail || userId,
          },
        ]
      : []),
    {
      id: 'reason',
      title: t`Why`,
      className: 'w-full min-w-56',
      cell: ({ reason }) => <UnchargedReason reason={reason} />,
    },
    {
      id: 'request',
      title: t`Request`,
      cell: ({ requestId }) => <code className="select-all whitespace-nowrap text-xs">{requestId}</code>,
    },
  ];
  return (
    <ShortTable
      label={t`The newest calls that were not charged`}
      columns={columns}
      rows={newest.slice(0, SHOWN)}
      rowKey={({ requestId }) => requestId}
    />
  );
}
