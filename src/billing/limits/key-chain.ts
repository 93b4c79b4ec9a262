import type { Db } from '#db/database.ts';
import { AppError } from '#kernel/error.ts';
import type { ApiKeyId, MandateId } from '#kernel/id.ts';
import { countKeyLimits, countLimitsBelow } from './key-chain.store.ts';

/** A call counts against its key's limit, and against that of the key which issued it; the ledger has room for no third. */
const MOST_KEY_LIMITS = 2;

/** Throws `conflict` where one more limit, of this key, would be more than can bind one call. */
export async function requireRoomForLimit(db: Db, mandateId: MandateId, keyId: ApiKeyId): Promise<void> {
  const above = await countKeyLimits(db, mandateId, keyId);
  const below = await countLimitsBelow(db, mandateId, keyId);
  if (above + 1 + below <= MOST_KEY_LIMITS) return;
  throw new AppError(
    'conflict',
    { most_limits: MOST_KEY_LIMITS },
    'Of keys that issued one another two can have a limit; this would be the third.',
  );
}
