import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { chatSettingsQuery } from '#web/features/chat/calls/chat-settings.query.ts';
import { KeepingPanel } from '#web/features/chat/keeping-panel.tsx';
import { useActing } from '#web/features/me/use-acting.ts';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';

/** How long the conversations of a mandate are kept. */
export function ChatSettingsPage(): ReactElement {
  const { mandate } = useActing();
  const settings = useQuery(chatSettingsQuery(mandate.id));
  if (settings.data) return <KeepingPanel read={settings.data} />;
  if (settings.error) return <ProblemBlock error={settings.error} retry={() => void settings.refetch()} />;
  return <Skeleton className="h-64 w-full rounded-2xl" />;
}
