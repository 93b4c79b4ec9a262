import { useState } from 'react';
import { keepInTab, readTab } from './draft-conversation.ts';

/** What is being written in a conversation: it is still there after the page was loaded anew, or another was looked at. */
export function useDraftText(
  mandateId: string,
  conversationId: string | undefined,
): readonly [string, (text: string) => void] {
  const name = `rappen-chat-text-${mandateId}-${conversationId ?? 'new'}`;
  const [text, setText] = useState(() => readTab(name) ?? '');
  const change = (changed: string) => {
    setText(changed);
    keepInTab(name, changed === '' ? undefined : changed);
  };
  return [text, change];
}
