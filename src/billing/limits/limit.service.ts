import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { assert } from '#kernel/assert.ts';
import { type Id, type MandateId, newId, uuidOf } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { LimitScope } from '../billing.tables.ts';

/**
 * Sets what a user, an API key or an automation may spend in a calendar month (Europe/Zurich); it holds for the running
 * month at once. Undefined lifts the limit. A limit below what is already used admits nothing new and breaks nothing.
 */
export async function setMonthlyLimit(
  db: Db,
  limit: {
    readonly mandateId: MandateId;
    readonly scope: LimitScope;
    /** The user, key or automation. */
    readonly subjectId: Id<'usr' | 'key' | 'aut'>;
    readonly monthly: NanoChf | undefined;
  },
): Promise<void> {
  assert(limit.monthly === undefined || limit.monthly >= 0n, 'a limit is not negative');
  await sql`
    select ledger_set_limit(${uuidOf(limit.mandateId)}, ${uuidOf(newId('lim'))}, ${limit.scope},
                            ${uuidOf(limit.subjectId)}, ${limit.monthly ?? null})`.execute(db);
}
