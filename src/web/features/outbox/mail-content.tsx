import { Trans, useLingui } from '@lingui/react/macro';
import { Paperclip } from 'lucide-react';
import { type ReactElement, useState } from 'react';

import { CopyButton } from '#web/ui/copy-button.tsx';
import { ScrollBox } from '#web/ui/scroll-box.tsx';
import { SelectField } from '#web/ui/select-field.tsx';
import { bytesText } from '../chat/model/attachment-rules.ts';
import { MailFrame } from './mail-frame.tsx';
import type { OutboxMailText } from './outbox.query.ts';

/** What a mail says, as HTML where it has some, and its files. As text nothing of it is run or loaded. */
export function MailContent({ mail }: { readonly mail: OutboxMailText }): ReactElement {
  const { t } = useLingui();
  const [view, setView] = useState<'html' | 'text'>(mail.hasHtml ? 'html' : 'text');
  return (
    <>
      <MailFiles mail={mail} />
      {mail.hasHtml && (
        <div className="max-w-44">
          <SelectField
            label={t`Shown as`}
            choices={[
              { value: 'html', label: t`HTML` },
              { value: 'text', label: t`Text` },
            ]}
            value={view}
            onChange={setView}
          />
        </div>
      )}
      {view === 'html' ? (
        <MailFrame src={`/api/admin/outbox/${mail.id}/html`} title={t`The mail as HTML`} />
      ) : (
        <MailPlainText text={mail.text} />
      )}
    </>
  );
}

/** Lines stand as they are, so that columns stand under each other. */
export function MailPlainText({ text }: { readonly text: string }): ReactElement {
  const { t } = useLingui();
  return (
    <>
      <ScrollBox
        label={t`The mail as text`}
        className="overflow-x-auto rounded-xl border border-line bg-sunken p-4"
      >
        <pre className="w-max font-mono text-sm">{text}</pre>
      </ScrollBox>
      <div>
        <CopyButton text={text} label={t`Copy the text`}>
          <Trans>Copy the text</Trans>
        </CopyButton>
      </div>
    </>
  );
}

function MailFiles({ mail: { id, files } }: { readonly mail: OutboxMailText }): ReactElement | null {
  const { t } = useLingui();
  if (files.length === 0) return null;
  return (
    <ul aria-label={t`Files`} className="flex flex-wrap gap-2">
      {files.map(({ position, name, bytes, isKept }) => (
        <li
          key={position}
          className="inline-flex min-h-9 max-w-full items-center gap-2 rounded-lg border border-line px-3 text-sm"
        >
          <Paperclip aria-hidden className="size-4 shrink-0 text-muted" />
          {isKept ? (
            <a
              href={`/api/admin/outbox/${id}/files/${position}`}
              download={name}
              className="truncate rounded text-accent underline-offset-4 hover:underline"
            >
              {name}
            </a>
          ) : (
            <span className="truncate">{name}</span>
          )}
          <span className="figures shrink-0 text-muted">
            {isKept ? bytesText(bytes) : <Trans>no longer kept</Trans>}
          </span>
        </li>
      ))}
    </ul>
  );
}
