import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import type { ReactElement } from 'react';
import { ApiProblem } from '#web/lib/api/api-problem.ts';
import { Button } from '#web/ui/button.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { proofQuery, useRecount } from './proof.query.ts';

/** Counts everything again, now. While one waits or runs there is nothing to press. */
export function RecountButton(): ReactElement {
  const { data } = useQuery(proofQuery);
  const recount = useRecount();
  const isRunning = data?.current !== undefined;
  // Somebody else has started one: then it runs, which is all that was asked for.
  const isRefused = recount.isError && !(recount.error instanceof ApiProblem && recount.error.status === 409);
  return (
    <>
      <Button look="primary" isPending={recount.isPending || isRunning} onPress={() => recount.mutate()}>
        <RefreshCw aria-hidden className={`size-4 ${isRunning ? 'animate-spin' : ''}`} />
        {isRunning ? <Trans>Counting …</Trans> : <Trans>Recount now</Trans>}
      </Button>
      {isRefused && <ProblemBlock error={recount.error} />}
    </>
  );
}
