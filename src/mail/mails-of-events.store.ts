import type { Db } from '#db/database.ts';
import { mailTables } from './mail.tables.ts';
import type { MailState } from './mail.ts';

/** What became of a mail that tells of an event. */
export interface EventMail {
  readonly eventKey: string;
  readonly to: string;
  readonly state: MailState;
}

/** The mails of these events, by recipient. Ask only for events that the caller may know of. */
export async function mailsOfEvents(db: Db, eventKeys: readonly string[]): Promise<readonly EventMail[]> {
  if (eventKeys.length === 0) return [];
  const rows = await mailTables(db)
    .selectFrom('mail_outbox')
    .select(['event_key', 'recipient', 'state'])
    .where('event_key', 'in', eventKeys)
    .orderBy('recipient')
    .execute();
  return rows.map(({ event_key, recipient, state }) => ({
    eventKey: event_key ?? '',
    to: recipient,
    state,
  }));
}
