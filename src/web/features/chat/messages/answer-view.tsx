import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { providerName } from '#kernel/provider-name.ts';
import { Button, buttonClass } from '#web/ui/button.tsx';
import { NoMoneyBlock } from '../composer/no-money-block.tsx';
import { rememberedEstimate } from '../estimate-memory.ts';
import type { Turn } from '../model/branch-of.ts';
import type { Answered } from '../model/chat-types.ts';
import { costStateOf } from '../model/cost-state.ts';
import { noMoneyOf } from '../model/failure-words.ts';
import { AnswerActions } from './answer-actions.tsx';
import { AnswerEnding } from './answer-ending.tsx';
import { AnswerParts } from './answer-parts.tsx';
import { CostLine } from './cost-line.tsx';
import type { TurnDeeds } from './turn-deeds.ts';

/** One answer: who gave it, what it says, how it ended, what it cost, and what can be done with it. */
export function AnswerView({
  turn,
  answer,
  soFarChf,
  deeds,
  isCompared,
}: {
  readonly turn: Turn;
  readonly answer: Answered;
  readonly soFarChf: string | undefined;
  readonly deeds: TurnDeeds;
  /** Others stand beside it. */
  readonly isCompared: boolean;
}): ReactElement {
  const { provider, model } = answer.model;
  const cost = costStateOf(answer, soFarChf);
  const noMoney = answer.failure && noMoneyOf(answer.failure);
  const { again, place, asked } = deeds;
  const { message } = turn;
  const fileIds = message.files.map(({ id }) => id);
  const askedHere = { ...asked, models: [answer.model], webSearch: answer.webSearch };
  return (
    <article
      aria-label={`${providerName(provider)} ${model}`}
      aria-busy={answer.state === 'running'}
      className={`flex min-w-0 flex-col gap-3 ${isCompared ? 'rounded-2xl border border-line bg-surface p-3 sm:p-4' : ''}`}
    >
      <p className="flex flex-wrap items-center gap-x-2 text-muted text-sm">
        <span className="font-medium text-ink">{model}</span>
        <span>{providerName(provider)}</span>
      </p>
      <AnswerParts answer={answer} />
      {answer.state === 'running' && answer.parts.length === 0 && (
        <p className="text-muted">
          <Trans>The answer begins in a moment …</Trans>
        </p>
      )}
      {noMoney ? (
        <NoMoneyBlock
          noMoney={noMoney}
          place={async () => place}
          said={{ parentId: message.parentId, text: message.text, fileIds }}
          asked={askedHere}
          onAsk={(found) => again?.(message, found)}
        />
      ) : (
        <AnswerEnding answer={answer} cost={cost} onRetry={again && (() => again(message, askedHere))} />
      )}
      <div className="mt-auto flex flex-col gap-1">
        <CostLine state={cost} cost={answer.cost} estimateChf={rememberedEstimate(answer.id)} />
        <div className="flex flex-wrap items-center gap-1">
          {isCompared && <GoOnLink answer={answer} isChosen={turn.chosen?.id === answer.id} />}
          {answer.state === 'running' && isCompared && (
            <Button small look="danger" onPress={() => deeds.stop(answer)}>
              <Trans>Stop this answer</Trans>
            </Button>
          )}
          {answer.state !== 'running' && (
            <AnswerActions turn={turn} answer={answer} deeds={deeds} askedHere={askedHere} />
          )}
        </div>
      </div>
    </article>
  );
}

/** Of answers side by side one is what the next message follows. */
function GoOnLink({
  answer,
  isChosen,
}: {
  readonly answer: Answered;
  readonly isChosen: boolean;
}): ReactElement {
  return (
    <Link
      to="."
      search={(old) => ({ ...old, leaf: answer.id })}
      resetScroll={false}
      aria-current={isChosen ? 'true' : undefined}
      className={`${buttonClass(isChosen ? 'primary' : 'secondary', true)} max-sm:w-full`}
    >
      {isChosen ? <Trans>The conversation goes on here</Trans> : <Trans>Go on from this answer</Trans>}
    </Link>
  );
}
