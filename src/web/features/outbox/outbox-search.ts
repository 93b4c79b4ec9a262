import { oneOf, textOf } from '#web/lib/search/search-text.ts';

export const MAIL_STATES = ['waiting', 'kept', 'sent', 'failed', 'bounced'] as const;
export type MailState = (typeof MAIL_STATES)[number];

export interface OutboxSearch {
  readonly state?: MailState | undefined;
  /** The mail at the side. */
  readonly mail?: string | undefined;
}

export function readOutboxSearch(search: Readonly<Record<string, unknown>>): OutboxSearch {
  return { state: oneOf(MAIL_STATES, search.state), mail: textOf(search.mail, 40) };
}
