import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { amountOf } from '#web/lib/amount/amount-text.ts';
import { AmountField } from '#web/ui/amount-field.tsx';
import { Button } from '#web/ui/button.tsx';
import { Money } from '#web/ui/money.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { decideRun } from '../calls/automation-calls.ts';
import type { RunDetail } from '../model/automation-types.ts';

/** A run has reached a limit and asks: what it has cost, and whether it may cost more. */
export function DecisionPanel({
  run,
  question,
}: {
  readonly run: RunDetail;
  readonly question: NonNullable<RunDetail['question']>;
}): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const queryClient = useQueryClient();
  const [more, setMore] = useState('');
  const [isWrong, setIsWrong] = useState(false);
  const decide = useMutation({
    mutationFn: (body: Parameters<typeof decideRun>[2]) =>
      decideRun(mandate.id, { automationId: run.automationId, runId: run.id }, body),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['automation-run', mandate.id] }),
  });
  const goOn = () => {
    const moreChf = amountOf(more);
    setIsWrong(moreChf === undefined);
    if (moreChf !== undefined) decide.mutate({ decision: 'go_on', moreChf });
  };
  return (
    <section
      aria-label={t`This run asks`}
      className="flex flex-col gap-4 rounded-xl border border-warn bg-warn-soft p-4"
    >
      <p>
        {question.reason === 'run_limit' ? (
          <Trans>
            It has cost <Money chf={question.spentChf} /> of <Money chf={question.limitChf} /> that a run may
            cost. The next step would cost more.
          </Trans>
        ) : (
          <Trans>
            It has cost <Money chf={question.spentChf} />. Of this month's limit{' '}
            <Money chf={question.limitChf} /> is left, which does not pay for the next step. Raise the limit
            of the month first.
          </Trans>
        )}
      </p>
      <AmountField
        label={<Trans>It may cost so much more</Trans>}
        value={more}
        onChange={setMore}
        error={isWrong ? t`Enter an amount such as 0.50.` : undefined}
      />
      {decide.error && <ProblemBlock error={decide.error} />}
      <div className="flex flex-wrap gap-2">
        <Button look="primary" onPress={goOn} isPending={decide.isPending}>
          <Trans>Go on</Trans>
        </Button>
        <Button onPress={() => decide.mutate({ decision: 'stop' })} isDisabled={decide.isPending}>
          <Trans>Stop</Trans>
        </Button>
      </div>
    </section>
  );
}
