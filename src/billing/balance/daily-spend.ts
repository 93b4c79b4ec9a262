import type { Db } from '#db/database.ts';
import { type AccountId, idOf, type MandateId } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import { type ChargedOnDay, chargedPerDay, type ZurichNow } from './balance.store.ts';
import { dayAfter } from './pace.ts';

export interface DailySpend {
  /** What was charged to each account per day, today and the 30 days before. */
  of(
    mandateId: MandateId,
    accountIds: readonly AccountId[],
    now: ZurichNow,
  ): Promise<ReadonlyMap<AccountId, ReadonlyMap<string, NanoChf>>>;
}

interface Closed {
  readonly through: string;
  readonly readAtMs: number;
  readonly days: ReadonlyMap<string, NanoChf>;
}

const DAYS = 30;
/** A booking has its day before it is committed: a day is over when everything of it must have been. */
const SECONDS_UNTIL_CLOSED = 300;
const REMEMBERED_MS = 600_000;
const MAX_REMEMBERED = 5_000;

/**
 * Days that are over do not change, so they are remembered: a month of a busy mandate is 100,000 rows of statistics, which
 * take 50 ms to add up; one day of it takes 2.
 */
export function createDailySpend(db: Db): DailySpend {
  const remembered = new Map<AccountId, Closed>();
  return {
    async of(mandateId, accountIds, now) {
      const lastClosed = dayAfter(now.today, now.secondsOfDay < SECONDS_UNTIL_CLOSED ? -2 : -1);
      const isKnown = (id: AccountId) => {
        const known = remembered.get(id);
        return known?.through === lastClosed && performance.now() - known.readAtMs < REMEMBERED_MS;
      };
      const known = new Map(accountIds.filter(isKnown).map((id) => [id, remembered.get(id)?.days ?? []]));
      const unknown = accountIds.filter((id) => !known.has(id));
      const read = (ids: readonly AccountId[], from: string) =>
        ids.length === 0 ? [] : chargedPerDay(db, mandateId, ids, from, now.today);
      const rows = byAccount([
        ...(await read([...known.keys()], dayAfter(lastClosed, 1))),
        ...(await read(unknown, dayAfter(now.today, -DAYS))),
      ]);
      for (const id of unknown) remember(id, lastClosed, rows.get(id));
      return new Map(
        accountIds.map((id) => [id, new Map([...(known.get(id) ?? []), ...(rows.get(id) ?? [])])]),
      );
    },
  };

  function remember(id: AccountId, through: string, days: ReadonlyMap<string, NanoChf> = new Map()): void {
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    const closed = new Map([...days].filter(([day]) => day <= through));
    remembered.set(id, { through, readAtMs: performance.now(), days: closed });
  }
}

function byAccount(rows: readonly ChargedOnDay[]): ReadonlyMap<AccountId, Map<string, NanoChf>> {
  const accounts = new Map<AccountId, Map<string, NanoChf>>();
  for (const { account, day, charged } of rows) {
    const id = idOf('acc', account);
    const days = accounts.get(id) ?? new Map<string, NanoChf>();
    accounts.set(id, days.set(day, charged));
  }
  return accounts;
}
