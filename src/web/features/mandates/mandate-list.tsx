import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactElement, useCallback } from 'react';
import { buttonClass } from '#web/ui/button.tsx';
import { EmptyBlock } from '#web/ui/empty-block.tsx';
import { FindField } from '#web/ui/find-field.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { SelectField } from '#web/ui/select-field.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { type MandateOverview, mandateOverviewQuery } from './mandate-overview.query.ts';
import { MandateTable } from './mandate-table.tsx';
import type { MandateSort, MandatesSearch } from './mandates-search.ts';
import { OverviewTotals } from './overview-totals.tsx';
import { useSortChoices } from './use-sort-choices.ts';

/** The overview of all mandates: totals, search, order, and a page of rows; all of it in the address. */
export function MandateList({
  search,
  onChange,
}: {
  readonly search: MandatesSearch;
  readonly onChange: (change: Partial<MandatesSearch>, replace?: boolean) => void;
}): ReactElement {
  const { t } = useLingui();
  const sortChoices = useSortChoices();
  const overview = useQuery(mandateOverviewQuery(search));
  const find = useCallback(
    (text: string) => onChange({ q: text === '' ? undefined : text, cursor: undefined }, true),
    [onChange],
  );
  return (
    <div className="flex flex-col gap-6">
      {overview.data ? <OverviewTotals overview={overview.data} /> : <Skeleton className="h-32 w-full" />}
      <div className="grid gap-4 sm:grid-cols-[minmax(0,24rem)_14rem]">
        <FindField label={t`Name or id`} value={search.q ?? ''} onChange={find} />
        <SelectField<MandateSort>
          label={t`Order`}
          choices={sortChoices}
          value={search.sort ?? 'risk'}
          onChange={(sort) => onChange({ sort: sort === 'risk' ? undefined : sort, cursor: undefined })}
        />
      </div>
      {overview.isPending ? (
        <Skeleton className="h-96 w-full" />
      ) : overview.data === undefined ? (
        <ProblemBlock error={overview.error} retry={() => void overview.refetch()} />
      ) : (
        <div className={overview.isPlaceholderData ? 'opacity-60' : ''}>
          <Rows overview={overview.data} search={search} />
        </div>
      )}
    </div>
  );
}

function Rows({
  overview,
  search,
}: {
  readonly overview: MandateOverview;
  readonly search: MandatesSearch;
}): ReactElement {
  if (overview.mandates.length === 0)
    return search.q === undefined ? (
      <EmptyBlock title={<Trans>No mandates yet</Trans>}>
        <Trans>Create the first one: it gets a balance, users and prices of its own.</Trans>
      </EmptyBlock>
    ) : (
      <EmptyBlock title={<Trans>No mandate with this name or id</Trans>}>
        <Trans>Type less of it, or clear the search.</Trans>
      </EmptyBlock>
    );
  return (
    <>
      <p className="mb-1 px-3 text-right text-muted text-sm">
        <Trans>Amounts in CHF</Trans>
      </p>
      <div className="rounded-2xl border border-line bg-surface">
        <MandateTable mandates={overview.mandates} sort={search.sort ?? 'risk'} />
      </div>
      <PageSteps next={overview.nextCursor} isFirst={search.cursor === undefined} />
    </>
  );
}

/** On and back through the pages; the one before is the browser's Back. */
function PageSteps(props: {
  readonly next: string | undefined;
  readonly isFirst: boolean;
}): ReactElement | null {
  const { t } = useLingui();
  if (props.next === undefined && props.isFirst) return null;
  return (
    <nav aria-label={t`Pages of the list`} className="mt-4 flex justify-center gap-3">
      {!props.isFirst && (
        <Link
          from="/admin/mandates"
          to="/admin/mandates"
          search={(old) => ({ ...old, cursor: undefined })}
          className={buttonClass('secondary')}
        >
          <Trans>First page</Trans>
        </Link>
      )}
      {props.next !== undefined && (
        <Link
          from="/admin/mandates"
          to="/admin/mandates"
          search={(old) => ({ ...old, cursor: props.next })}
          className={buttonClass('secondary')}
        >
          <Trans>Next page</Trans>
        </Link>
      )}
    </nav>
  );
}
