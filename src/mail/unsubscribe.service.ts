import type { Db, Tx } from '#db/database.ts';
import { idOf, type MailId, type MandateId } from '#kernel/id.ts';
import type { Language } from '#kernel/language.ts';
import { mailTables } from './mail.tables.ts';
import { insertStop, selectStops } from './mail-stop.store.ts';

/** Of which reports a link is. */
export interface ReportSubscription {
  readonly mailId: MailId;
  readonly mandateId: MandateId;
  readonly address: string;
  /** Of the mail with the link. */
  readonly language: Language | undefined;
}

/** What a link means; undefined: there is no such link. */
export async function findSubscription(db: Db, token: string): Promise<ReportSubscription | undefined> {
  const row = await mailTables(db)
    .selectFrom('mail_outbox')
    .select(['id', 'about_mandate_id', 'recipient', 'language'])
    .where('unsubscribe_token', '=', token)
    .executeTakeFirst();
  if (!row?.about_mandate_id) return undefined;
  return {
    mailId: idOf('mal', row.id),
    mandateId: idOf('mnd', row.about_mandate_id),
    address: row.recipient,
    language: row.language ?? undefined,
  };
}

export async function isUnsubscribed(db: Db, { mandateId, address }: ReportSubscription): Promise<boolean> {
  const stops = await selectStops(db, mandateId);
  return stops.some((stop) => stop.reason === 'unsubscribed' && stop.address === address.toLowerCase());
}

/** No more reports of the mandate to the address. False: it was so before. */
export function unsubscribe(tx: Tx, { mandateId, address, mailId }: ReportSubscription): Promise<boolean> {
  return insertStop(tx, { mandateId, address }, { reason: 'unsubscribed', mailId });
}
