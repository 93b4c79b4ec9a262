import { type ReactElement, useEffect, useId, useRef } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { modelKey } from '../model/chat-types.ts';
import { failureOf, noMoneyOf } from '../model/failure-words.ts';
import type { ModelEntry } from '../model/model-entries.ts';
import { useChatSearch } from '../use-chat-search.ts';
import type { Composing } from '../use-composing.ts';
import { Composer } from './composer.tsx';
import { ComposerOptions } from './composer-options.tsx';
import { EstimateLine } from './estimate-line.tsx';
import { NoMoneyBlock } from './no-money-block.tsx';

/** The composer at the foot of the window, below it what the message would cost, above it why it would be refused. */
export function ComposerDock(props: {
  readonly composing: Composing;
  readonly entries: readonly ModelEntry[];
  /** Of what was tried last; null: it went well. */
  readonly errors: readonly unknown[];
  readonly isSending: boolean;
  readonly onSend: () => void;
  readonly onStop: (() => void) | undefined;
}): ReactElement {
  const { composing, entries } = props;
  const { mandate } = useActing();
  const { search, change } = useChatSearch();
  const dock = useRoomAtTheFoot();
  const costId = useId();
  const keys = new Set(composing.asked.models.map(modelKey));
  return (
    <div ref={dock} className="bottom-0 z-10 -mx-1 -mb-6 mt-auto flex flex-col gap-3 bg-page px-1 pt-2 pb-3">
      <Refusal {...props} />
      <Composer
        mandateId={mandate.id}
        text={composing.text}
        onText={composing.setText}
        attaching={composing.attaching}
        asked={composing.asked}
        onPickModels={() => change({ dialog: 'models' })}
        onSend={props.onSend}
        isSending={props.isSending}
        onStop={props.onStop}
        isOptionsOpen={search.options === 'open'}
        onOptions={() => change({ options: search.options === 'open' ? undefined : 'open' }, true)}
        options={
          <ComposerOptions
            asked={composing.asked}
            onAsked={composing.setAsked}
            systemPrompt={composing.systemPrompt}
            onSystemPrompt={(prompt) => composing.savePrompt.mutate(prompt)}
          />
        }
        costId={costId}
        cost={
          <EstimateLine
            id={costId}
            state={composing.estimate}
            chosen={entries.filter(({ key }) => keys.has(key))}
          />
        }
      />
    </div>
  );
}

/** What was refused, or would be: with three ways on where only money is missing. */
function Refusal({
  composing,
  errors,
}: {
  readonly composing: Composing;
  readonly errors: readonly unknown[];
}): ReactElement | null {
  const error = errors.find((each) => each !== null && each !== undefined);
  const refused = composing.estimate.estimates?.find(({ outcome }) => outcome === 'refused')?.failure;
  const failure = failureOf(error) ?? refused;
  const noMoney = failure && noMoneyOf(failure);
  if (noMoney)
    return (
      <NoMoneyBlock
        noMoney={noMoney}
        place={composing.place}
        said={composing.said}
        asked={composing.asked}
        onAsk={composing.setAsked}
      />
    );
  return error === undefined ? null : <ProblemBlock error={error} />;
}

/**
 * It stays in view as long as that leaves room for what is read. What the keyboard reaches must not hide behind it: the window
 * then scrolls so far that it stands above.
 */
function useRoomAtTheFoot() {
  const dock = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = dock;
    if (!current) return undefined;
    const root = document.documentElement;
    const place = () => {
      const isSmall = current.offsetHeight < window.innerHeight * MOST_OF_WINDOW;
      current.style.position = isSmall ? 'sticky' : 'relative';
      root.style.scrollPaddingBottom = isSmall ? `${current.offsetHeight + 8}px` : '';
    };
    const observer = new ResizeObserver(place);
    observer.observe(current);
    window.addEventListener('resize', place);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', place);
      root.style.scrollPaddingBottom = '';
    };
  }, []);
  return dock;
}

const MOST_OF_WINDOW = 0.5;
