import type { Db } from '#db/database.ts';
import { balanceText, readyText, transactionText, warningText } from './billing-event.ts';
import { changedWallets, rowsIn, type SeqRange, seqsAt } from './event.store.ts';
import { type EventPosition, isWithinReach } from './event-position.ts';
import { countRows, rangesAfter, rangesOf } from './seq-ranges.ts';
import { seesWallet, type View, walletsOf } from './subscriber.ts';
import { noticesTold } from './told-notice.store.ts';

/** Who has missed more reads his lists anew: that is cheaper for both. */
const MAX_ROWS = 10_000n;
const MAX_WALLETS = 1_000;
const ROWS_AT_ONCE = 200;

interface Step {
  readonly since: string;
  readonly until: string;
  readonly ranges: readonly SeqRange[];
}

/**
 * What somebody has missed from a position up to a snapshot: each booking once, then the wallets as they are now. Read page by
 * page, as fast as he takes it. Undefined: too much, or the position is not of this database.
 */
export async function missedEvents(
  db: Db,
  view: View,
  from: EventPosition,
  until: string,
): Promise<AsyncIterable<Buffer> | undefined> {
  if (!isWithinReach(from, until)) return undefined;
  const { wallets } = await changedWallets(db, from.since, walletsOf([view]));
  if (wallets.length > MAX_WALLETS) return undefined;
  const steps: Step[] = [];
  let before = await seqsAt(db, from.since, wallets);
  if (from.partly) {
    const upto = await seqsAt(db, from.partly.until, wallets);
    const ranges = rangesAfter(rangesOf(wallets, before, upto), from.partly);
    steps.push({ since: from.since, until: from.partly.until, ranges });
    before = upto;
  }
  const upto = await seqsAt(db, until, wallets);
  steps.push({ since: from.partly?.until ?? from.since, until, ranges: rangesOf(wallets, before, upto) });
  if (steps.reduce((sum, { ranges }) => sum + countRows(ranges), 0n) > MAX_ROWS) return undefined;
  const told = await noticesTold(db, [view.mandate], from.since, until);
  const notices = told.filter((each) => seesWallet(view, each));
  return (async function* () {
    yield readyText(view, true, undefined);
    for (const step of steps) yield* rowsOf(db, view, step);
    for (const { notice } of notices) yield warningText(notice);
    for (const wallet of wallets) yield balanceText(wallet, { since: until });
  })();
}

async function* rowsOf(db: Db, view: View, { since, until, ranges }: Step): AsyncIterable<Buffer> {
  const onlyOf = view.all ? undefined : view.user;
  let left = ranges;
  while (left.length > 0) {
    const rows = await rowsIn(db, left, { limit: ROWS_AT_ONCE, onlyOf });
    const texts = rows.map((row) =>
      transactionText(row, { since, partly: { until, account: row.account, seq: row.seq } }),
    );
    if (texts.length > 0) yield Buffer.concat(texts);
    const last = rows.at(-1);
    left = last && rows.length === ROWS_AT_ONCE ? rangesAfter(left, last) : [];
  }
}
