import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { Language } from '#kernel/language.ts';

import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { bytesText } from '../chat/model/attachment-rules.ts';
import { MailPlainText } from '../outbox/mail-content.tsx';
import { MailFrame } from '../outbox/mail-frame.tsx';
import { mailPreviewQuery } from './mail-preview.query.ts';
import type { MailPreviewSearch } from './mail-preview-search.ts';

const PHONE_PX = 375;

/** Subject, files and content of a mail with sample facts. */
export function MailPreviewView({
  template,
  language,
  look = 'light',
  width,
}: {
  readonly template: string;
  readonly language: Language;
} & Pick<MailPreviewSearch, 'look' | 'width'>): ReactElement {
  const { t } = useLingui();
  const preview = useQuery(mailPreviewQuery(template, language));
  if (preview.data === undefined && preview.error)
    return <ProblemBlock error={preview.error} retry={() => void preview.refetch()} />;
  if (preview.data === undefined) return <Skeleton className="h-[44rem] w-full rounded-2xl" />;
  const { subject, text, files } = preview.data;
  const query = new URLSearchParams({ language, theme: look });
  const src = `/api/admin/mail-previews/${encodeURIComponent(template)}/html?${query}`;
  return (
    <section className="flex flex-col gap-4 rounded-2xl border border-line bg-surface p-4 sm:p-6">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        <dt className="text-muted">
          <Trans>Subject</Trans>
        </dt>
        <dd lang={language} className="min-w-0 break-words font-medium">
          {subject}
        </dd>
        {files.length > 0 && (
          <>
            <dt className="text-muted">
              <Trans>Files</Trans>
            </dt>
            <dd className="min-w-0 break-words">
              {files.map(({ name, bytes }) => `${name} (${bytesText(bytes)})`).join(', ')}
            </dd>
          </>
        )}
      </dl>
      {look === 'text' ? (
        <MailPlainText text={text} />
      ) : (
        <MailFrame src={src} title={t`The mail as HTML`} width={width === 'phone' ? PHONE_PX : undefined} />
      )}
    </section>
  );
}
