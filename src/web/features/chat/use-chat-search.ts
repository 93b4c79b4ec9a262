import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ChatSearch } from './chat-search.ts';

/** What stands in the address of a chat page, and how it is changed. */
export function useChatSearch(): {
  readonly conversationId: string | undefined;
  readonly search: ChatSearch;
  /** `replace`: Back does not come to what is shown now. */
  readonly change: (search: ChatSearch, replace?: boolean) => void;
} {
  const search = useSearch({ from: '/shell/chat' });
  const { conversationId } = useParams({ strict: false });
  const navigate = useNavigate();
  const change = (changed: ChatSearch, replace = false) =>
    void navigate({ to: '.', search: (old) => ({ ...old, ...changed }), replace, resetScroll: false });
  return { conversationId, search, change };
}
