/**
 * How far somebody has read: all that was visible in a snapshot of the database. A number would not do, because bookings of
 * different wallets are committed in another order than they are numbered in; with a snapshot nothing is missed and nothing comes
 * twice, whichever process goes on. A snapshot as PostgreSQL writes it: `xmin:xmax:xip,xip` (its manual, "pg_snapshot").
 */
export interface EventPosition {
  /** All rows that are visible in it were delivered. */
  readonly since: string;
  /** Of the rows that the next snapshot added, in the order of (account, seq), those up to this one too. */
  readonly partly?: {
    readonly until: string;
    /** Bare uuid. */
    readonly account: string;
    readonly seq: bigint;
  };
}

const MAX_LENGTH = 8_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function formatPosition({ since, partly }: EventPosition): string {
  return partly ? `${since}~${partly.until}~${partly.account}~${partly.seq}` : since;
}

/** Undefined for what is no position. */
export function parsePosition(text: string): EventPosition | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const [since = '', until, account, seq, ...more] = text.split('~');
  if (!isSnapshot(since) || more.length > 0) return undefined;
  if (until === undefined) return { since };
  if (!isSnapshot(until) || !account || !UUID.test(account) || !seq || !/^\d{1,18}$/.test(seq))
    return undefined;
  return { since, partly: { until, account, seq: BigInt(seq) } };
}

/**
 * Whether it can still be compared with a snapshot of now: it is not of another database's future, nor so old that the numbers
 * of its transactions have come round (2^30; a server that books 1,000 times a second takes two weeks for that).
 */
export function isWithinReach({ since, partly }: EventPosition, now: string): boolean {
  const next = nextTransactionOf(now);
  const isOrdered = nextTransactionOf(since) <= nextTransactionOf(partly?.until ?? since);
  return (
    isOrdered && nextTransactionOf(partly?.until ?? since) <= next && next - oldestRunningOf(since) < REACH
  );
}

const REACH = 2n ** 30n;

/** The oldest transaction that was still running; all before it were over. */
export function oldestRunningOf(snapshot: string): bigint {
  return BigInt(snapshot.split(':')[0] ?? 0);
}

/** The first transaction that had not begun yet. */
function nextTransactionOf(snapshot: string): bigint {
  return BigInt(snapshot.split(':')[1] ?? 0);
}

/** As strict as PostgreSQL, which would make an error of it. */
function isSnapshot(text: string): boolean {
  const match = /^(\d{1,18}):(\d{1,18}):(\d{1,18}(?:,\d{1,18})*)?$/.exec(text);
  if (!match) return false;
  const [, xmin = '0', xmax = '0', running] = match;
  let last = BigInt(xmin);
  if (last === 0n || BigInt(xmax) < last) return false;
  return (running?.split(',') ?? []).every((each) => {
    const xid = BigInt(each);
    const fits = xid >= last && xid < BigInt(xmax);
    last = xid;
    return fits;
  });
}
