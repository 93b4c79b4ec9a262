import { Trans } from '@lingui/react/macro';
import { useLocation } from '@tanstack/react-router';
import { type ReactElement, useEffect, useRef } from 'react';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { ConversationList } from './conversation-list.tsx';

/** The list where there is no room beside the conversation. Going to one closes it. */
export function ConversationDrawer({ onClose }: { readonly onClose: () => void }): ReactElement {
  const pathname = useLocation({ select: (location) => location.pathname });
  const opened = useRef(pathname);
  useEffect(() => {
    if (pathname !== opened.current) onClose();
  }, [pathname, onClose]);
  return (
    <DialogFrame title={<Trans>Conversations</Trans>} isOpen side onClose={onClose}>
      <ConversationList />
    </DialogFrame>
  );
}
