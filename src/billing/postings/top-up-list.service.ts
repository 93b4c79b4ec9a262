import type { z } from 'zod';
import type { Db } from '#db/database.ts';
import { decodePageCursor, MICROS_FORM, pageOf, UUID_FORM } from '#http/page-cursor.ts';
import type { Actor } from '#identity/actor.ts';
import { namesOfUsers } from '#identity/users/user-names.store.ts';
import { uuidOf } from '#kernel/id.ts';
import { formatChf } from '#kernel/money.ts';
import type { creditsAnswer } from './operator-posting.contract.ts';
import { listTopUps } from './top-up.store.ts';

/** The top-ups of a mandate, the newest first, each with what can be refunded of it at most. */
export async function listCredits(
  db: Db,
  { mandateId, isOperator }: Pick<Actor, 'mandateId' | 'isOperator'>,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<z.input<typeof creditsAnswer>> {
  const [atMicros, id] = decodePageCursor(cursor, [MICROS_FORM, UUID_FORM]) ?? [];
  const after = atMicros !== undefined && id !== undefined ? { atMicros, id } : undefined;
  const rows = await listTopUps(db, mandateId, after, limit + 1);
  const { page, ...next } = pageOf(rows, limit, (last) => [last.atMicros, uuidOf(last.id)]);
  const names = await namesOfUsers(
    db,
    page.flatMap(({ createdBy }) => createdBy ?? []),
  );
  return {
    credits: page.map((topUp) => ({
      transactionId: topUp.id,
      accountId: topUp.accountId,
      ...(topUp.userId === undefined ? {} : { userId: topUp.userId }),
      at: topUp.at.toISOString(),
      amountChf: formatChf(topUp.amount),
      refundedChf: formatChf(topUp.refunded),
      leftChf: formatChf(topUp.left),
      ...(topUp.note === undefined ? {} : { description: topUp.note }),
      ...(topUp.createdBy === undefined
        ? {}
        : {
            createdBy: topUp.createdBy,
            createdByName: names.get(topUp.createdBy)?.name,
            ...(isOperator && { createdByEmail: names.get(topUp.createdBy)?.email }),
          }),
    })),
    ...next,
  };
}
