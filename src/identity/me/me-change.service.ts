import type { Db, Tx } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { type UserId, uuidOf } from '#kernel/id.ts';
import type { Language } from '#kernel/language.ts';
import { membershipsOf } from '../access/membership.store.ts';
import { recordAudit } from '../audit/audit.ts';
import { identityTables } from '../identity.tables.ts';
import { ROOT_MANDATE_ID } from '../mandates/mandate.ts';
import { readName } from '../text.ts';

export interface PersonalChange {
  readonly name?: string | undefined;
  readonly language?: Language | undefined;
}

export interface PersonalFacts {
  readonly name: string;
  readonly language: Language;
}

/**
 * A person changes how he is called, and the language that Rappen speaks to him. It is told in the audit log of every mandate
 * that knows him; in the operator's, if there is none. What stays as it is, is no change. Throws `invalid_request`.
 */
export async function changeOneself(
  db: Db,
  { userId, requestId }: { readonly userId: UserId; readonly requestId: string },
  change: PersonalChange,
): Promise<PersonalFacts> {
  const name = change.name === undefined ? undefined : readName('body.name', change.name);
  return transaction(db, async (tx) => {
    const before = await lockPerson(tx, userId);
    const after = { name: name ?? before.name, language: change.language ?? before.language };
    if (after.name === before.name && after.language === before.language) return after;
    await identityTables(tx).updateTable('app_user').set(after).where('id', '=', uuidOf(userId)).execute();
    const mandateIds = (await membershipsOf(tx, userId)).map(({ mandateId }) => mandateId);
    for (const mandateId of mandateIds.length > 0 ? mandateIds : [ROOT_MANDATE_ID]) {
      const by = { mandateId, userId, requestId };
      await recordAudit(tx, by, {
        action: 'user.changed_himself',
        subject: userId,
        before: { ...before },
        after,
      });
    }
    return after;
  });
}

/** One change at a time, so that the audit log has them in their order. */
function lockPerson(tx: Tx, userId: UserId): Promise<PersonalFacts> {
  return identityTables(tx)
    .selectFrom('app_user')
    .select(['name', 'language'])
    .where('id', '=', uuidOf(userId))
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
}
