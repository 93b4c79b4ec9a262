import { Trans, useLingui } from '@lingui/react/macro';
import { ArrowUp, Paperclip, SlidersHorizontal, Square } from 'lucide-react';
import { type ReactElement, useId, useRef, useState } from 'react';
import { Button } from '#web/ui/button.tsx';
import { IconButton } from '#web/ui/icon-button.tsx';
import type { Asked } from '../calls/chat-calls.ts';
import { FILE_TYPES, MOST_PROMPT_CHARACTERS } from '../model/attachment-rules.ts';
import { AttachedFiles } from './attached-files.tsx';
import { COMPOSER_ID } from './focus-composer.ts';
import { GROWING_TEXT_FRAME, GrowingText } from './growing-text.tsx';
import { ModelButton } from './model-button.tsx';
import type { Attaching } from './use-attaching.ts';

export interface ComposerProps {
  readonly mandateId: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly attaching: Attaching;
  readonly asked: Asked;
  readonly onPickModels: () => void;
  readonly onSend: () => void;
  readonly isSending: boolean;
  /** Answers are being made: nothing is sent meanwhile, and they can be stopped. */
  readonly onStop: (() => void) | undefined;
  readonly isOptionsOpen: boolean;
  readonly onOptions: () => void;
  readonly options: ReactElement;
  /** Read out with the field: what it would cost. */
  readonly costId: string;
  readonly cost: ReactElement;
}

/** Where a message is written. Enter sends, Shift and Enter begins a line; files are chosen, pasted or dropped. */
export function Composer(props: ComposerProps): ReactElement {
  const { t } = useLingui();
  const { attaching, asked } = props;
  const files = useRef<HTMLInputElement>(null);
  const [isDropping, setIsDropping] = useState(false);
  const optionsId = useId();
  const isReady = props.text.trim() !== '' && asked.models.length > 0 && !attaching.isSending;
  const send = () => {
    if (isReady && !props.isSending && !props.onStop) props.onSend();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: files are also attached by a button; dropping them is only quicker
    <div
      className={`${GROWING_TEXT_FRAME} shadow-float ${isDropping ? 'border-accent' : 'border-line-strong'}`}
      onDragOver={(event) => {
        event.preventDefault();
        setIsDropping(true);
      }}
      onDragLeave={() => setIsDropping(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsDropping(false);
        attaching.add(event.dataTransfer.files);
      }}
    >
      <AttachedFiles mandateId={props.mandateId} attaching={attaching} />
      <GrowingText
        id={COMPOSER_ID}
        label={t`Message`}
        placeholder={t`Ask something`}
        describedBy={props.costId}
        value={props.text}
        maxLength={MOST_PROMPT_CHARACTERS}
        onChange={props.onText}
        onEnter={send}
        onFiles={attaching.add}
      />
      {props.isOptionsOpen && <div id={optionsId}>{props.options}</div>}
      <div className="flex items-center gap-1 px-2 pb-2">
        <input
          ref={files}
          type="file"
          multiple
          accept={[...FILE_TYPES, '.md'].join(',')}
          aria-label={t`Files to attach`}
          className="hidden"
          onChange={(event) => {
            attaching.add(event.target.files ?? []);
            event.target.value = '';
          }}
        />
        <IconButton icon={Paperclip} label={t`Attach files`} onPress={() => files.current?.click()} />
        <IconButton
          icon={SlidersHorizontal}
          label={t`Options of the answer`}
          aria-expanded={props.isOptionsOpen}
          aria-controls={props.isOptionsOpen ? optionsId : undefined}
          onPress={props.onOptions}
        />
        <ModelButton models={asked.models} onPress={props.onPickModels} />
        {props.onStop ? (
          <Button look="danger" onPress={props.onStop}>
            <Square aria-hidden className="size-4 fill-current" />
            <Trans>Stop</Trans>
          </Button>
        ) : (
          <Button look="primary" onPress={send} isDisabled={!isReady}>
            <ArrowUp aria-hidden className="size-4" />
            <span className="max-sm:sr-only">
              <Trans>Send</Trans>
            </span>
          </Button>
        )}
      </div>
      <div className="border-line border-t px-3 py-2">{props.cost}</div>
    </div>
  );
}
