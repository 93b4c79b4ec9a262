import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type ReactElement, useCallback } from 'react';
import { zurichDay } from '#web/lib/time-text.ts';
import { EmptyBlock } from '#web/ui/empty-block.tsx';
import { FindField } from '#web/ui/find-field.tsx';
import { LoadMore } from '#web/ui/load-more.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { limitsQuery } from '../limits/limits.query.ts';
import { useActing } from '../me/use-acting.ts';
import { MemberTable } from './member-table.tsx';
import { membersQuery } from './members.query.ts';
import { userSpendQuery } from './user-spend.query.ts';

/** The users of the mandate, to look for and to open. */
export function MemberList({
  text,
  onSearch,
}: {
  readonly text: string | undefined;
  readonly onSearch: (text: string | undefined) => void;
}): ReactElement {
  const { t } = useLingui();
  const { mandate, may } = useActing();
  const list = useInfiniteQuery(membersQuery(mandate.id, text));
  const month = zurichDay(new Date()).slice(0, 7);
  const spend = useQuery({
    ...userSpendQuery(mandate.id, month),
    enabled: may('resource.billing.read'),
  });
  const limits = useQuery({ ...limitsQuery(mandate.id), enabled: may('resource.billing.settings') });
  const members = list.data?.pages.flatMap(({ users }) => users);
  const search = useCallback((typed: string) => onSearch(typed === '' ? undefined : typed), [onSearch]);
  return (
    <div className="flex flex-col gap-4">
      <div className="max-w-sm">
        <FindField label={t`Search by name or e-mail`} value={text ?? ''} onChange={search} />
      </div>
      {members === undefined ? (
        list.error ? (
          <ProblemBlock error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Skeleton className="h-96 w-full" />
        )
      ) : members.length === 0 ? (
        <EmptyBlock title={<Trans>Nobody found</Trans>}>
          <Trans>No name and no address has this text. Search for less of it.</Trans>
        </EmptyBlock>
      ) : (
        <div className={list.isPlaceholderData ? 'opacity-60' : ''}>
          <MemberTable members={members} spend={spend.data} limits={limits.data} />
          <LoadMore list={list} shown={members.length} />
        </div>
      )}
    </div>
  );
}
