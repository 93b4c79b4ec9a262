import type { z } from 'zod';
import type { Db } from '#db/database.ts';
import type { Actor } from '#identity/actor.ts';
import { namesOfUsers } from '#identity/users/user-names.store.ts';
import { invalidRequest } from '#kernel/error.ts';
import { visibleTo } from '../transactions/requested-filter.ts';
import type { unchargedCallsAnswer } from './uncharged.contract.ts';
import { countUncharged, newestUncharged } from './uncharged.store.ts';

const DEFAULT_MS = 30 * 86_400_000;
const NEWEST = 20;

/**
 * What ended without a charge: of the actor, or of the mandate where he may read all of its bookings. Throws
 * `invalid_request` with the path `query.to`.
 */
export async function describeUncharged(
  db: Db,
  actor: Actor,
  asked: { readonly from?: Date | undefined; readonly to?: Date | undefined },
): Promise<z.input<typeof unchargedCallsAnswer>> {
  const until = asked.to ?? new Date();
  const from = asked.from ?? new Date(until.getTime() - DEFAULT_MS);
  if (until < from) throw invalidRequest('query.to', 'must not be before from');
  const scope = { mandateId: actor.mandateId, userId: visibleTo(actor), from, to: asked.to };
  const [groups, newest] = await Promise.all([countUncharged(db, scope), newestUncharged(db, scope, NEWEST)]);
  const names = await namesOfUsers(
    db,
    newest.map(({ userId }) => userId),
  );
  return {
    from: from.toISOString(),
    to: until.toISOString(),
    calls: groups.reduce((sum, { calls }) => sum + Number(calls), 0),
    groups: groups.map(({ calls, ...group }) => ({ ...group, calls: Number(calls) })),
    newest: newest.map(({ at, ...call }) => ({
      at: at.toISOString(),
      ...call,
      userName: names.get(call.userId)?.name,
      userEmail: names.get(call.userId)?.email,
    })),
  };
}
