import type { z } from 'zod';
import type { Db } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { decodePageCursor, pageOf, UUID_FORM } from '#http/page-cursor.ts';
import { type AuditBy, recordAudit } from '#identity/audit/audit.ts';
import { namesOfUsers } from '#identity/users/user-names.store.ts';
import { AppError } from '#kernel/error.ts';
import { type MandateId, type UserId, uuidOf } from '#kernel/id.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';
import { findWallet } from '../accounts/account.store.ts';
import { lockSettings } from '../settings/settings.store.ts';
import type { noticesQuery, walletWarning, walletWarningsAnswer } from './notice.contract.ts';
import {
  listWatchedWallets,
  type OwnThresholds,
  setOwnThresholds,
  type WatchedWallet,
} from './wallet-warning.store.ts';

type Described = z.input<typeof walletWarning>;

/** Wallets of users, and when somebody is warned of each. */
export async function readWalletWarnings(
  db: Db,
  mandateId: MandateId,
  { cursor, limit }: z.output<typeof noticesQuery>,
): Promise<z.input<typeof walletWarningsAnswer>> {
  const [after] = decodePageCursor(cursor, [UUID_FORM]) ?? [];
  const rows = await listWatchedWallets(db, mandateId, { after, limit: limit + 1 });
  const { page, ...next } = pageOf(rows, limit, ({ userId }) => [uuidOf(userId)]);
  return { wallets: await describe(db, page), ...next };
}

/** Sets when somebody is warned of a user's own wallet. Throws `not_found` for a user who has none. */
export async function changeWalletWarning(
  db: Db,
  by: AuditBy,
  userId: UserId,
  own: OwnThresholds,
): Promise<Described> {
  const { mandateId } = by;
  return transaction(db, async (tx) => {
    // Settings before wallets, as whoever changes the settings does.
    await lockSettings(tx, mandateId);
    const accountId = await findWallet(tx, mandateId, userId);
    const [before] = await listWatchedWallets(tx, mandateId, { userId, limit: 1 });
    if (accountId === undefined || !before) throw new AppError('not_found', { user: userId });
    await setOwnThresholds(tx, mandateId, accountId, own);
    await recordAudit(tx, by, {
      action: 'wallet.warnings_changed',
      subject: userId,
      before: factsOf(before.own),
      after: factsOf(own),
    });
    const [changed] = await describe(tx, await listWatchedWallets(tx, mandateId, { userId, limit: 1 }));
    if (!changed) throw new AppError('not_found', { user: userId });
    return changed;
  });
}

async function describe(db: Db, wallets: readonly WatchedWallet[]): Promise<Described[]> {
  const names = await namesOfUsers(
    db,
    wallets.map(({ userId }) => userId),
  );
  return wallets.map(({ userId, left, warnAt, own }) => ({
    userId,
    userName: names.get(userId)?.name ?? userId,
    leftChf: formatOrNull(left),
    warnAtChf: formatOrNull(warnAt),
    own: own.below === undefined && own.percent === undefined && own.days === undefined ? null : factsOf(own),
  }));
}

function factsOf({ below, percent, days }: OwnThresholds) {
  return { belowChf: formatOrNull(below), belowPercent: percent ?? null, daysLeft: days ?? null };
}

function formatOrNull(amount: NanoChf | undefined): string | null {
  return amount === undefined ? null : formatChf(amount);
}
