import { Trans, useLingui } from '@lingui/react/macro';
import { FileText, Pencil } from 'lucide-react';
import { type ReactElement, useState } from 'react';
import { Button } from '#web/ui/button.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { IconButton } from '#web/ui/icon-button.tsx';
import { fileAddress } from '../calls/chat-calls.ts';
import { GROWING_TEXT_FRAME, GrowingText } from '../composer/growing-text.tsx';
import { bytesText, isImage, MOST_PROMPT_CHARACTERS } from '../model/attachment-rules.ts';
import type { Turn } from '../model/branch-of.ts';
import type { ChatFile } from '../model/chat-types.ts';
import { VersionArrows } from './version-arrows.tsx';

/** What a person has said, with what was attached; edited it is said again, and the first stays as another branch. */
export function SaidView(props: {
  readonly mandateId: string;
  readonly turn: Turn;
  /** Undefined: nothing can be sent just now. */
  readonly onEdit: ((text: string) => void) | undefined;
}): ReactElement {
  const { t } = useLingui();
  const [isEdited, setIsEdited] = useState(false);
  /** The keyboard goes back to where it came from. */
  const [isCancelled, setIsCancelled] = useState(false);
  const { message, versions } = props.turn;
  if (isEdited && props.onEdit)
    return (
      <MessageEditor
        text={message.text}
        onCancel={() => {
          setIsEdited(false);
          setIsCancelled(true);
        }}
        onSend={(text) => {
          setIsEdited(false);
          props.onEdit?.(text);
        }}
      />
    );
  return (
    <div className="flex flex-col items-end gap-1">
      <div className="max-w-[min(42rem,100%)] rounded-2xl bg-accent-soft px-4 py-2.5">
        <SaidFiles mandateId={props.mandateId} files={message.files} />
        <p className="whitespace-pre-wrap break-words">{message.text}</p>
      </div>
      <div className="flex items-center">
        <VersionArrows
          label={t`Versions of the message`}
          previousLabel={t`Previous version of the message`}
          nextLabel={t`Next version of the message`}
          heads={versions.map(({ id }) => id)}
          shown={versions.findIndex(({ id }) => id === message.id)}
        />
        <CopyButton text={message.text} label={t`Copy the message`} />
        {props.onEdit && (
          <IconButton
            icon={Pencil}
            label={t`Edit the message`}
            autoFocus={isCancelled}
            onPress={() => setIsEdited(true)}
          />
        )}
      </div>
    </div>
  );
}

function SaidFiles({
  mandateId,
  files,
}: {
  readonly mandateId: string;
  readonly files: readonly ChatFile[];
}): ReactElement | null {
  const { t } = useLingui();
  if (files.length === 0) return null;
  return (
    <ul aria-label={t`Attached files`} className="mb-2 flex flex-wrap gap-2">
      {files.map((file) => (
        <li key={file.id} className="max-w-full">
          <a
            href={fileAddress(mandateId, file.id)}
            target="_blank"
            rel="noopener"
            className="flex items-center gap-2 rounded-lg border border-line bg-surface px-2 py-1 text-sm hover:bg-sunken"
          >
            {isImage(file) ? (
              <img src={fileAddress(mandateId, file.id)} alt="" className="size-16 rounded object-cover" />
            ) : (
              <FileText aria-hidden className="size-5 shrink-0 text-muted" />
            )}
            <span className="min-w-0">
              <span className="block max-w-48 truncate">{file.name}</span>
              <span className="figures text-muted text-xs">{bytesText(file.bytes)}</span>
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function MessageEditor({
  text,
  onSend,
  onCancel,
}: {
  readonly text: string;
  readonly onSend: (text: string) => void;
  readonly onCancel: () => void;
}): ReactElement {
  const { t } = useLingui();
  const [edited, setEdited] = useState(text);
  const send = () => {
    if (edited.trim() !== '') onSend(edited);
  };
  return (
    <div className={`${GROWING_TEXT_FRAME} flex flex-col gap-2 border-line-strong pb-2`}>
      <GrowingText
        label={t`Edit the message`}
        value={edited}
        maxLength={MOST_PROMPT_CHARACTERS}
        onChange={setEdited}
        onEnter={send}
        onEscape={onCancel}
      />
      <div className="flex flex-wrap justify-end gap-2 px-2">
        <Button small onPress={onCancel}>
          <Trans>Cancel</Trans>
        </Button>
        <Button small look="primary" onPress={send} isDisabled={edited.trim() === ''}>
          <Trans>Send</Trans>
        </Button>
      </div>
    </div>
  );
}
