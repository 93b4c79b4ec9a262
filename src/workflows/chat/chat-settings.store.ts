import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { type MandateId, uuidOf } from '#kernel/id.ts';
import { chat } from './chat.tables.ts';

/** For how many days conversations of the mandate are kept; undefined: until somebody deletes them. */
export async function findKeepDays(db: Db, mandateId: MandateId): Promise<number | undefined> {
  const row = await chat(db)
    .selectFrom('chat_settings')
    .select('keep_days')
    .where('mandate_id', '=', uuidOf(mandateId))
    .executeTakeFirst();
  return row?.keep_days ?? undefined;
}

export async function putKeepDays(db: Db, mandateId: MandateId, keepDays: number | null): Promise<void> {
  await chat(db)
    .insertInto('chat_settings')
    .values({ mandate_id: uuidOf(mandateId), keep_days: keepDays })
    .onConflict((conflict) => conflict.column('mandate_id').doUpdateSet({ keep_days: keepDays }))
    .execute();
}

/** Deletes some of the conversations in which nothing was said for longer than they are kept; answers how many. */
export async function deleteOutdated(db: Db, most: number): Promise<number> {
  const { rows } = await sql`
    with outdated as (
      select c.mandate_id, c.id from chat_settings s
        join chat_conversation c on c.mandate_id = s.mandate_id
         and c.updated_at < now() - make_interval(days => s.keep_days)
       where s.keep_days is not null limit ${most})
    delete from chat_conversation c using outdated o
     where c.mandate_id = o.mandate_id and c.id = o.id returning 1`.execute(db);
  return rows.length;
}

/** Files that were never sent, a day after they came. */
export async function deleteUnsentFiles(db: Db): Promise<void> {
  await chat(db)
    .deleteFrom('chat_file')
    .where('conversation_id', 'is', null)
    .where('created_at', '<', sql<Date>`now() - interval '1 day'`)
    .execute();
}
