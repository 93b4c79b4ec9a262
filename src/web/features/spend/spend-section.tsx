import { Trans } from '@lingui/react/macro';
import type { ReactElement, ReactNode } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { Panel } from '#web/ui/panel.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { type SpendView, useSpendView } from './spend-view.ts';
import { useLiveSpending } from './use-live-spending.ts';
import { useBalance } from './use-overview.ts';

/** What is about spending: shown as soon as the server has said which day it is. */
export function SpendSection({
  children,
}: {
  readonly children: (view: SpendView) => ReactNode;
}): ReactElement {
  const { mandate } = useActing();
  const { error, refetch } = useBalance();
  const view = useSpendView();
  useLiveSpending(mandate.id);
  if (view) return <>{children(view)}</>;
  return (
    <Panel title={<Trans>Spending</Trans>}>
      {error ? (
        <ProblemBlock error={error} retry={() => void refetch()} />
      ) : (
        <Skeleton className="h-120 w-full" />
      )}
    </Panel>
  );
}
