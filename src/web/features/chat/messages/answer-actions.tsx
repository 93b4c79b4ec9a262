import { useLingui } from '@lingui/react/macro';
import { Code, Ellipsis, RefreshCw, Replace, Workflow } from 'lucide-react';
import type { ReactElement } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { MenuButton, MenuEntry } from '#web/ui/menu-button.tsx';
import type { Asked } from '../calls/chat-calls.ts';
import { plainTextOf } from '../model/api-example.ts';
import type { Turn } from '../model/branch-of.ts';
import type { Answered } from '../model/chat-types.ts';
import { useChatSearch } from '../use-chat-search.ts';
import type { TurnDeeds } from './turn-deeds.ts';

/** What can be done with an answer that has ended. */
export function AnswerActions({
  turn,
  answer,
  deeds,
  askedHere,
}: {
  readonly turn: Turn;
  readonly answer: Answered;
  readonly deeds: TurnDeeds;
  /** The model of this answer. */
  readonly askedHere: Asked;
}): ReactElement {
  const { t } = useLingui();
  const { mandate, may } = useActing();
  const { change } = useChatSearch();
  const { again, place, asked } = deeds;
  const names = asked.models.map(({ model }) => model).join(', ');
  const automation = new URLSearchParams({
    mandate: mandate.id,
    from: place.conversationId,
    message: turn.message.id,
  });
  return (
    <>
      {plainTextOf(answer) !== '' && (
        <CopyButton text={() => plainTextOf(answer)} label={t`Copy the answer`} />
      )}
      <MenuButton
        label={t`More about this answer`}
        button={<Ellipsis aria-hidden className="size-[1.15rem]" />}
        className="inline-flex size-9 cursor-pointer items-center justify-center rounded-lg text-muted hover:bg-sunken hover:text-ink"
        placement="bottom start"
      >
        <MenuEntry
          icon={RefreshCw}
          text={t`Another answer of this model`}
          isDisabled={!again}
          onAction={() => again?.(turn.message, askedHere)}
        />
        <MenuEntry
          icon={Replace}
          text={names === '' ? t`Ask another model` : t`Ask ${names}`}
          isDisabled={!again || names === ''}
          onAction={() => again?.(turn.message, asked)}
        />
        <MenuEntry
          icon={Code}
          text={t`As API call`}
          onAction={() => change({ dialog: 'api', of: answer.id })}
        />
        {may('resource.workflows.automations') ? (
          <MenuEntry icon={Workflow} text={t`As automation`} href={`/automations/new?${automation}`} />
        ) : null}
      </MenuButton>
    </>
  );
}
