import type { Generated } from 'kysely';
import type { Db } from '#db/database.ts';
import type { Language } from '#kernel/language.ts';
import type { MailKind, MailState } from './mail.ts';
import type { MailFileType } from './mail-file.ts';
import type { StopReason } from './mail-stop.store.ts';

/** The tables of migrations/0008_mail_and_proof.sql and 0021_mail.sql. A type, not an interface: Kysely asks for an index signature. */
export type MailTables = {
  mail_outbox: {
    id: string;
    about_mandate_id: string | null;
    recipient: string;
    subject: string;
    body: string;
    html: string | null;
    language: Language | null;
    kind: MailKind;
    holds_secret: boolean;
    event_key: string | null;
    unsubscribe_token: string | null;
    state: Generated<MailState>;
    attempts: Generated<number>;
    last_error: string | null;
    created_at: Generated<Date>;
    sent_at: Date | null;
    bounced_at: Date | null;
  };
  mail_file: { sha256: Buffer; content: Buffer; used_at: Generated<Date> };
  mail_attachment: {
    mail_id: string;
    position: number;
    file_sha256: Buffer | null;
    bytes: number;
    name: string;
    content_type: MailFileType;
    content_id: string | null;
  };
  mail_stop: {
    mandate_id: string;
    address: string;
    reason: StopReason;
    detail: string | null;
    mail_id: string | null;
    stopped_at: Generated<Date>;
  };
};

export function mailTables(db: Db) {
  return db.withTables<MailTables>();
}
