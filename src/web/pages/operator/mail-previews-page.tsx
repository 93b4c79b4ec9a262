import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { mailTemplatesQuery } from '#web/features/mail-previews/mail-preview.query.ts';
import { MailPreviewChoices } from '#web/features/mail-previews/mail-preview-choices.tsx';
import type { MailPreviewSearch } from '#web/features/mail-previews/mail-preview-search.ts';
import { MailPreviewView } from '#web/features/mail-previews/mail-preview-view.tsx';
import { OperatorOnly } from '#web/features/operator/operator-only.tsx';
import { presentLanguage } from '#web/lib/language/page-language.ts';
import { CopyLinkButton } from '#web/ui/copy-button.tsx';
import { PageHeader } from '#web/ui/page-header.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';

/** Every kind of mail that Rappen writes, with sample facts. */
export function MailPreviewsPage(): ReactElement {
  return (
    <>
      <PageHeader
        title={<Trans>Mail previews</Trans>}
        lead={<Trans>Every kind of mail that Rappen writes, with sample facts.</Trans>}
        actions={<CopyLinkButton />}
      />
      <OperatorOnly resource="resource.operation.outbox">
        <Previews />
      </OperatorOnly>
    </>
  );
}

function Previews(): ReactElement {
  const search = useSearch({ from: '/shell/admin/mail-previews' });
  const navigate = useNavigate({ from: '/admin/mail-previews' });
  const templates = useQuery(mailTemplatesQuery);
  if (templates.data === undefined && templates.error)
    return <ProblemBlock error={templates.error} retry={() => void templates.refetch()} />;
  const [first] = templates.data ?? [];
  if (templates.data === undefined || first === undefined) return <Skeleton className="h-[52rem] w-full" />;
  const template = search.template ?? first.name;
  const language = search.language ?? presentLanguage();
  const change = (part: Partial<MailPreviewSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...part }), resetScroll: false });
  return (
    <>
      <MailPreviewChoices {...{ templates: templates.data, template, language, search, onChange: change }} />
      <MailPreviewView {...{ template, language, look: search.look, width: search.width }} />
    </>
  );
}
