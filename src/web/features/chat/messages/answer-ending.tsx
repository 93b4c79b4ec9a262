import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement, ReactNode } from 'react';
import { countText } from '#kernel/share-text.ts';
import { Button } from '#web/ui/button.tsx';
import { Money } from '#web/ui/money.tsx';
import type { Answered } from '../model/chat-types.ts';
import type { CostState } from '../model/cost-state.ts';
import { failureText } from '../model/failure-words.ts';

/** How an answer has ended where it did not end by itself, what that means for the money, and how to go on. */
export function AnswerEnding({
  answer,
  cost,
  onRetry,
}: {
  readonly answer: Answered;
  readonly cost: CostState;
  readonly onRetry: (() => void) | undefined;
}): ReactElement | null {
  const { t } = useLingui();
  const { state, failure, loweredOutputTokens } = answer;
  if (state === 'running' || state === 'complete') return null;
  if (state === 'output_limit')
    return (
      <Ending tone="warn">
        {loweredOutputTokens === null ? (
          <Trans>It ends here because it has reached the longest length.</Trans>
        ) : (
          <Trans>
            It ends here because what was available paid for {countText(loweredOutputTokens)} tokens, and no
            more.
          </Trans>
        )}
      </Ending>
    );
  if (state === 'stopped')
    return (
      <Ending tone="warn">
        <Stopped cost={cost} />
      </Ending>
    );
  return (
    <Ending tone="bad" onRetry={onRetry}>
      {state === 'interrupted' ? (
        <Trans>The server was restarted while this was being made. Nothing is sent again by itself.</Trans>
      ) : failure ? (
        failureText(failure, t)
      ) : (
        <Trans>It has failed.</Trans>
      )}{' '}
      <FailedCost cost={cost} />
    </Ending>
  );
}

function Stopped({ cost }: { readonly cost: CostState }): ReactElement {
  if (cost.kind === 'charged')
    return (
      <Trans>
        Stopped; charged <Money chf={cost.chf} />, because the provider bills what it had made.
      </Trans>
    );
  if (cost.kind === 'not_charged')
    return <Trans>Stopped; not charged, because nothing had been billed.</Trans>;
  return <Trans>Stopped; what the provider bills for it is being settled.</Trans>;
}

function FailedCost({ cost }: { readonly cost: CostState }): ReactElement | null {
  if (cost.kind === 'not_charged') return <Trans>Not charged.</Trans>;
  if (cost.kind === 'charged')
    return (
      <Trans>
        Charged <Money chf={cost.chf} />, because the provider bills what it had made.
      </Trans>
    );
  return null;
}

function Ending({
  tone,
  onRetry,
  children,
}: {
  readonly tone: 'warn' | 'bad';
  readonly onRetry?: (() => void) | undefined;
  readonly children: ReactNode;
}): ReactElement {
  const look = tone === 'bad' ? 'border-bad bg-bad-soft' : 'border-line bg-warn-soft';
  return (
    <div
      className={`flex flex-wrap items-center justify-between gap-2 rounded-lg border px-3 py-2 text-sm ${look}`}
    >
      <p className="min-w-0">{children}</p>
      {onRetry && (
        <Button small onPress={onRetry}>
          <Trans>Try again</Trans>
        </Button>
      )}
    </div>
  );
}
