import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { dayText, monthText } from '#kernel/day-text.ts';
import { zurichDay } from '#web/lib/time-text.ts';
import { EmptyBlock } from '#web/ui/empty-block.tsx';
import { LoadMore } from '#web/ui/load-more.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { BalanceEquation } from './balance-equation.tsx';
import { type ListedStatement, statementsQuery } from './statement.query.ts';
import { StatementFiles } from './statement-files.tsx';

/** What was issued, month by month. */
export function StatementList({ mandateId }: { readonly mandateId: string }): ReactElement {
  const list = useInfiniteQuery(statementsQuery(mandateId));
  if (list.isPending) return <Skeleton className="h-96 w-full rounded-2xl" />;
  if (list.data === undefined) return <ProblemBlock error={list.error} retry={() => void list.refetch()} />;
  const statements = list.data.pages.flatMap((page) => page.statements);
  if (statements.length === 0) {
    return (
      <EmptyBlock title={<Trans>No statement yet</Trans>}>
        <Trans>The first one is issued when a month has ended.</Trans>
      </EmptyBlock>
    );
  }
  return (
    <section>
      <ul className="divide-y divide-line rounded-2xl border border-line bg-surface">
        {statements.map((statement) => (
          <li key={statement.id} className="p-4 sm:px-6">
            <StatementRow mandateId={mandateId} statement={statement} />
          </li>
        ))}
      </ul>
      <LoadMore list={list} shown={statements.length} />
    </section>
  );
}

function StatementRow({
  mandateId,
  statement,
}: {
  readonly mandateId: string;
  readonly statement: ListedStatement;
}): ReactElement {
  const { i18n } = useLingui();
  const { id, month, number, issuedAt } = statement;
  const day = dayText(zurichDay(issuedAt));
  return (
    <article className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
      <div className="min-w-44">
        <h2 className="font-semibold">
          <Link
            to="/billing/statements/$documentId"
            params={{ documentId: id }}
            search
            resetScroll={false}
            className="text-accent underline-offset-4 hover:underline"
          >
            {monthText(month, i18n.locale)}
          </Link>
        </h2>
        <p className="text-muted text-sm">
          {number} · {day}
        </p>
      </div>
      <BalanceEquation balances={statement} />
      <StatementFiles mandateId={mandateId} documentId={id} month={month} />
    </article>
  );
}
