import { oneOf, textOf } from '#web/lib/search/search-text.ts';

const DIALOGS = ['models', 'rename', 'delete', 'api', 'ask'] as const;

export interface ChatSearch {
  /** Words of titles that the list is narrowed by. */
  readonly q?: string | undefined;
  /** A message of the branch that is shown. */
  readonly leaf?: string | undefined;
  readonly dialog?: (typeof DIALOGS)[number] | undefined;
  /** What the dialog is about: a conversation, a message. */
  readonly of?: string | undefined;
  /** The list, where there is no room beside the conversation. */
  readonly list?: 'open' | undefined;
  /** System prompt, web search and the length of answers. */
  readonly options?: 'open' | undefined;
}

export function readChatSearch(search: Readonly<Record<string, unknown>>): ChatSearch {
  return {
    q: textOf(search.q, 100),
    leaf: textOf(search.leaf, 40),
    dialog: oneOf(DIALOGS, search.dialog),
    of: textOf(search.of, 40),
    list: oneOf(['open'], search.list),
    options: oneOf(['open'], search.options),
  };
}
