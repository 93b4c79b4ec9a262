import type { Generated } from 'kysely';
import type { Db } from '#db/database.ts';
import type { NoticeKind, NoticeState } from './notice.ts';
import type { DeliveryState, WebhookEventType } from './outgoing-webhook.ts';

/** The tables of migrations/0022_warnings.sql. */
type NotificationTables = {
  billing_notice: {
    mandate_id: string;
    id: string;
    account_id: string;
    user_id: string | null;
    kind: NoticeKind;
    threshold: bigint;
    amount_left: bigint;
    at: Date;
    due_at: Date;
    state: NoticeState;
    told_at: Date | null;
  };
  billing_wallet_warning: {
    mandate_id: string;
    account_id: string;
    below: bigint | null;
    percent: number | null;
    days: number | null;
  };
  billing_webhook: {
    mandate_id: string;
    url: string | null;
    secret_version: Generated<number>;
    old_secret_until: Date | null;
    changed_at: Generated<Date>;
  };
  billing_webhook_delivery: {
    mandate_id: string;
    id: string;
    notice_id: string | null;
    type: WebhookEventType;
    body: string;
    state: Generated<DeliveryState>;
    attempts: Generated<number>;
    last_status: number | null;
    problem: string | null;
    created_at: Generated<Date>;
    ended_at: Date | null;
  };
};

export const notifications = (db: Db) => db.withTables<NotificationTables>();
