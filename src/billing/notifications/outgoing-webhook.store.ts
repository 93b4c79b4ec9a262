import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { type MandateId, uuidOf } from '#kernel/id.ts';
import { notifications } from './notification.tables.ts';
import { OLD_SECRET_LIVES_MS, type Webhook } from './outgoing-webhook.ts';

/** Undefined: there never was one. */
export async function findWebhook(db: Db, mandateId: MandateId): Promise<Webhook | undefined> {
  const row = await notifications(db)
    .selectFrom('billing_webhook')
    .select(['url', 'secret_version', 'old_secret_until'])
    .where('mandate_id', '=', uuidOf(mandateId))
    .executeTakeFirst();
  return (
    row && {
      url: row.url ?? undefined,
      secretVersion: row.secret_version,
      oldSecretUntil: row.old_secret_until ?? undefined,
    }
  );
}

/** Where it goes from now on; undefined: nowhere. One that was taken away begins with a secret of its own. */
export async function saveWebhook(tx: Tx, mandateId: MandateId, url: string | undefined): Promise<void> {
  await notifications(tx)
    .insertInto('billing_webhook')
    .values({ mandate_id: uuidOf(mandateId), url: url ?? null })
    .onConflict((conflict) =>
      conflict.column('mandate_id').doUpdateSet({
        url: url ?? null,
        secret_version: sql`billing_webhook.secret_version + case when billing_webhook.url is null then 1 else 0 end`,
        old_secret_until: sql`case when billing_webhook.url is null then null else billing_webhook.old_secret_until end`,
        changed_at: sql<Date>`clock_timestamp()`,
      }),
    )
    .execute();
}

/** Another secret; the old one signs too for a while. */
export async function nextWebhookSecret(tx: Tx, mandateId: MandateId): Promise<void> {
  await notifications(tx)
    .updateTable('billing_webhook')
    .set({
      secret_version: sql<number>`secret_version + 1`,
      old_secret_until: sql<Date>`clock_timestamp() + ${OLD_SECRET_LIVES_MS} * interval '1 millisecond'`,
      changed_at: sql<Date>`clock_timestamp()`,
    })
    .where('mandate_id', '=', uuidOf(mandateId))
    .execute();
}
