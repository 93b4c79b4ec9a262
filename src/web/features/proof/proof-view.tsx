import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { timeText } from '#web/lib/time-text.ts';
import { EmptyBlock } from '#web/ui/empty-block.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { DifferenceList } from './difference-list.tsx';
import { type ProofOverview, proofQuery } from './proof.query.ts';
import { ProofHistory } from './proof-history.tsx';
import { proofState } from './proof-state.ts';
import { ProofVerdict } from './proof-verdict.tsx';

/** Whether the ledger adds up, when it was last counted, and what happens next. */
export function ProofView(): ReactElement {
  const proof = useQuery(proofQuery);
  if (proof.isPending) return <Skeleton className="h-[32rem] w-full" />;
  if (proof.data === undefined)
    return <ProblemBlock error={proof.error} retry={() => void proof.refetch()} />;
  const { last, history } = proof.data;
  return (
    <div className="flex flex-col gap-6">
      {last ? (
        <ProofVerdict last={last} />
      ) : (
        <EmptyBlock title={<Trans>Nothing was counted yet</Trans>}>
          <Trans>The first recount comes by itself at night; or start one now.</Trans>
        </EmptyBlock>
      )}
      <Present proof={proof.data} />
      {last && <DifferenceList last={last} />}
      {history.length > 0 && <ProofHistory history={history} />}
    </div>
  );
}

/** The one that runs, and the next. Read out when it changes: a recount that was started ends here. */
function Present({ proof }: { readonly proof: ProofOverview }): ReactElement {
  const { current, nextRunAt } = proof;
  const next = nextRunAt === undefined ? undefined : timeText(nextRunAt);
  const since = current && timeText(current.startedAt ?? current.askedAt, { seconds: true });
  return (
    <div role="status" className="flex flex-col gap-1">
      {current && (
        <p className="flex flex-wrap items-center gap-3 rounded-xl bg-accent-soft p-3 text-accent-strong">
          <span
            aria-hidden
            className="size-4 animate-spin rounded-full border-2 border-current border-t-transparent"
          />
          {proofState(current) === 'waiting' ? (
            <Trans>A recount waits for its turn since {since}.</Trans>
          ) : (
            <Trans>A recount runs since {since}. You can leave this page.</Trans>
          )}
        </p>
      )}
      {next !== undefined && (
        <p className="text-muted">
          <Trans>Next by itself: {next} (Europe/Zurich)</Trans>
        </p>
      )}
    </div>
  );
}
