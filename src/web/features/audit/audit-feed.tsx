import { Trans } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactElement, ReactNode } from 'react';
import { rangeInstants } from '#web/lib/days/day-range.ts';
import { EmptyBlock } from '#web/ui/empty-block.tsx';
import { LoadMore } from '#web/ui/load-more.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { AuditEntries, PersonName } from './audit-entries.tsx';
import { AuditFilterBar } from './audit-filter-bar.tsx';
import { type AuditEntry, auditLogQuery } from './audit-log.query.ts';
import type { AuditSearch } from './audit-search.ts';

/** The audit log with its filter: of a mandate, or (undefined) of all for the operator. */
export function AuditFeed({
  mandateId,
  search,
  onChange,
}: {
  readonly mandateId: string | undefined;
  readonly search: AuditSearch;
  readonly onChange: (change: Partial<AuditSearch>) => void;
}): ReactElement {
  const { action, user, from, to } = search;
  const list = useInfiniteQuery(auditLogQuery(mandateId, { action, user, ...rangeInstants({ from, to }) }));
  const entries = list.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <div className="flex flex-col gap-6">
      <AuditFilterBar search={search} entries={entries} onChange={onChange} />
      {list.isPending ? (
        <Skeleton className="h-96 w-full" />
      ) : list.data === undefined ? (
        <ProblemBlock error={list.error} retry={() => void list.refetch()} />
      ) : entries.length === 0 ? (
        <EmptyBlock title={<Trans>No changes</Trans>}>
          <Trans>Nobody changed anything that this filter means. Take a filter away to see more.</Trans>
        </EmptyBlock>
      ) : (
        <section className="rounded-2xl border border-line bg-surface px-4 py-1 sm:px-6">
          <AuditEntries
            entries={entries}
            personOf={(entry) => (
              <Person entry={entry} onChoose={(id) => onChange({ user: id })} isChosen={user !== undefined} />
            )}
            {...(mandateId === undefined
              ? { mandateOf: (entry) => mandateChoice(entry, (id) => onChange({ of: id })) }
              : {})}
          />
          <div className="pb-4">
            <LoadMore list={list} shown={entries.length} />
          </div>
        </section>
      )}
    </div>
  );
}

function Person(props: {
  readonly entry: AuditEntry;
  readonly isChosen: boolean;
  readonly onChoose: (userId: string) => void;
}): ReactElement {
  const { userId } = props.entry.by;
  if (userId === null || props.isChosen) return <PersonName {...props.entry} />;
  return (
    <NameButton onPress={() => props.onChoose(userId)}>
      <PersonName {...props.entry} />
    </NameButton>
  );
}

function mandateChoice({ mandateId, mandateName }: AuditEntry, onChoose: (mandateId: string) => void) {
  return <NameButton onPress={() => onChoose(mandateId)}>{mandateName ?? mandateId}</NameButton>;
}

/** Narrows the list to this one. */
function NameButton({
  onPress,
  children,
}: {
  readonly onPress: () => void;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <button
      type="button"
      onClick={onPress}
      className="min-h-6 cursor-pointer rounded text-left text-accent underline-offset-4 hover:underline"
    >
      {children}
    </button>
  );
}
