import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { AutomationEditor } from '#web/features/automations/editor/automation-editor.tsx';
import { EMPTY_DRAFT } from '#web/features/automations/model/draft.ts';
import { draftFrom } from '#web/features/automations/model/draft-from-chat.ts';
import { useAutomationSearch } from '#web/features/automations/use-automation-search.ts';
import { conversationQuery } from '#web/features/chat/calls/conversation.query.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import { NoPermissionBlock } from '#web/ui/no-permission-block.tsx';
import { PageHeader } from '#web/ui/page-header.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';

const RESOURCE = 'resource.workflows.automations';

/** A new automation, empty or as an answer of the chat was asked for. */
export function NewAutomationPage(): ReactElement {
  const { mandate, may } = useActing();
  const navigate = useNavigate();
  const { search } = useAutomationSearch();
  const { from, message } = search;
  const conversation = useQuery({
    ...conversationQuery(mandate.id, from ?? ''),
    enabled: from !== undefined,
  });
  const header = <PageHeader title={<Trans>New automation</Trans>} />;
  if (!may(RESOURCE))
    return (
      <>
        {header}
        <NoPermissionBlock resource={RESOURCE} />
      </>
    );
  if (from !== undefined && conversation.isPending)
    return (
      <>
        {header}
        <Skeleton className="h-96 w-full" />
      </>
    );
  const start = conversation.data ? draftFrom(conversation.data, message) : EMPTY_DRAFT;
  return (
    <>
      {header}
      <AutomationEditor
        automation={undefined}
        start={start}
        saved={EMPTY_DRAFT}
        onSaved={({ id }) =>
          void navigate({
            to: '/automations/$automationId',
            params: { automationId: id },
            search: search.tab === undefined ? {} : { tab: search.tab },
            ignoreBlocker: true,
          })
        }
      />
    </>
  );
}
