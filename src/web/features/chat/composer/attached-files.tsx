import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { FileText, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { problemText } from '#web/lib/api/problem-text.ts';
import { IconButton } from '#web/ui/icon-button.tsx';
import { fileAddress } from '../calls/chat-calls.ts';
import { bytesText, isImage, MOST_FILE_BYTES, MOST_FILES } from '../model/attachment-rules.ts';
import type { Attached, Attaching } from './use-attaching.ts';

/** The files of a message that is being written, each with a cross; those that cannot be sent say why. */
export function AttachedFiles({
  mandateId,
  attaching,
}: {
  readonly mandateId: string;
  readonly attaching: Attaching;
}): ReactElement | null {
  const { t } = useLingui();
  if (attaching.attached.length === 0) return null;
  return (
    <ul aria-label={t`Attached files`} className="flex flex-wrap gap-2 px-3 pt-3">
      {attaching.attached.map((each) => (
        <li
          key={each.key}
          className={`flex max-w-full items-center gap-2 rounded-lg border py-1 pr-1 pl-2 text-sm ${isBad(each) ? 'border-bad bg-bad-soft' : 'border-line bg-sunken'}`}
        >
          <FileSign mandateId={mandateId} attached={each} />
          <span className="min-w-0">
            <span className="block max-w-56 truncate">{each.name}</span>
            <FileState attached={each} />
          </span>
          <IconButton icon={X} label={t`Remove ${each.name}`} onPress={() => attaching.remove(each.key)} />
        </li>
      ))}
    </ul>
  );
}

function isBad({ fault, error }: Attached): boolean {
  return fault !== undefined || error !== undefined;
}

function FileSign({
  mandateId,
  attached,
}: {
  readonly mandateId: string;
  readonly attached: Attached;
}): ReactElement {
  const { file } = attached;
  if (file && isImage(file))
    return (
      <img src={fileAddress(mandateId, file.id)} alt="" className="size-9 shrink-0 rounded object-cover" />
    );
  return <FileText aria-hidden className="size-5 shrink-0 text-muted" />;
}

function FileState({ attached }: { readonly attached: Attached }): ReactElement {
  const { t } = useLingui();
  const { fault, error, file } = attached;
  const most = bytesText(MOST_FILE_BYTES);
  if (fault === 'size')
    return (
      <span className="text-bad text-xs">
        <Trans>larger than {most}</Trans>
      </span>
    );
  if (fault === 'too_many')
    return (
      <span className="text-bad text-xs">
        <Trans>only {MOST_FILES} files at once</Trans>
      </span>
    );
  if (fault) return <span className="text-bad text-xs">{t(FAULTS[fault])}</span>;
  if (error !== undefined) return <span className="text-bad text-xs">{problemText(error, t)}</span>;
  return (
    <span className="figures text-muted text-xs">
      {file ? bytesText(file.bytes) : <Trans>is sent …</Trans>}
    </span>
  );
}

const FAULTS: Readonly<Record<'type' | 'empty', MessageDescriptor>> = {
  type: msg`only PNG, JPEG, GIF, WebP, PDF, text, Markdown and CSV`,
  empty: msg`is empty`,
};
