import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { Button } from '#web/ui/button.tsx';
import type { Turn } from '../model/branch-of.ts';
import type { LiveConversation } from '../model/chat-events.ts';
import { AnswerView } from './answer-view.tsx';
import { SaidView } from './said-view.tsx';
import type { TurnDeeds } from './turn-deeds.ts';
import { VersionArrows } from './version-arrows.tsx';

/** A message and its answers; those that were asked for together stand side by side. */
export function TurnView({
  turn,
  conversation,
  deeds,
}: {
  readonly turn: Turn;
  readonly conversation: LiveConversation;
  readonly deeds: TurnDeeds;
}): ReactElement {
  const { t } = useLingui();
  const { message, rounds, shown, heads } = turn;
  const round = rounds[shown] ?? [];
  const { edit, again, asked, place } = deeds;
  return (
    <li className="flex flex-col gap-4">
      <SaidView mandateId={place.mandateId} turn={turn} onEdit={edit && ((text) => edit(message, text))} />
      {round.length > 0 && (
        <div className={`grid min-w-0 gap-4 ${COLUMNS[round.length] ?? ''}`}>
          {round.map((answer) => (
            <AnswerView
              key={answer.id}
              turn={turn}
              answer={answer}
              soFarChf={conversation.soFarChf[answer.id]}
              deeds={deeds}
              isCompared={round.length > 1}
            />
          ))}
        </div>
      )}
      <VersionArrows
        label={t`Answers to this message`}
        previousLabel={t`Previous answer`}
        nextLabel={t`Next answer`}
        heads={heads.map(({ id }) => id)}
        shown={shown}
      />
      {round.length === 0 && again && asked.models.length > 0 && (
        <div>
          <Button small onPress={() => again(message, asked)}>
            <Trans>Ask for an answer</Trans>
          </Button>
        </div>
      )}
    </li>
  );
}

/** On narrow screens one below the other. */
const COLUMNS: Readonly<Record<number, string>> = {
  2: 'md:grid-cols-2',
  3: 'md:grid-cols-2 xl:grid-cols-3',
};
