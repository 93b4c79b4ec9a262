import type pg from 'pg';
import { raiseAlarm } from '#kernel/alarm.ts';
import { idOf } from '#kernel/id.ts';
import type { Log } from '#kernel/log.ts';
import type { LedgerService } from './ledger.service.ts';
import type { Charge } from './ledger.ts';
import { chargeOfProgress, type StoredProgress } from './progress.ts';

export interface SweepResult {
  /** Settled with what the journal says. */
  readonly journalled: number;
  /** Nothing is known of their use: charged 0, and listed for the operator. */
  readonly unknown: number;
}

interface FoundWallet {
  readonly wallet_mandate: string;
  readonly wallet: string;
  readonly oldest_open: string;
  readonly overdue: readonly OverdueHold[];
}

interface OverdueHold {
  readonly hold: string;
  readonly limits: readonly string[];
  readonly amount: string;
  readonly model: string;
  readonly price: string;
  readonly progress: StoredProgress | null;
}

/** Holds that are settled together, so that they make full batches. */
const AT_ONCE = 200;

/** One sweeper at a time over all processes; the others have nothing to do. */
const SWEEP_LOCK = 7_265_701;

/**
 * Settles every hold that nobody has renewed until 30 s after its expiry, because its process died: promise 6 of the
 * ledger. Undefined: another process is sweeping.
 */
export async function sweep(deps: {
  readonly pool: pg.Pool;
  readonly ledger: LedgerService;
  readonly log: Log;
}): Promise<SweepResult | undefined> {
  const client = await deps.pool.connect();
  let broken: Error | undefined;
  try {
    const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [
      SWEEP_LOCK,
    ]);
    if (!rows[0]?.locked) return undefined;
    try {
      return await sweepLocked(client, deps);
    } finally {
      await client.query('select pg_advisory_unlock($1)', [SWEEP_LOCK]);
    }
  } catch (error) {
    broken = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.release(broken);
  }
}

async function sweepLocked(
  client: pg.PoolClient,
  { ledger, log }: { readonly ledger: LedgerService; readonly log: Log },
): Promise<SweepResult> {
  await client.query('select ledger_sweep_begin()');
  const { rows: wallets } = await client.query<FoundWallet>('select * from ledger_sweep_find()');
  const result = { journalled: 0, unknown: 0 };
  const overdue = wallets.flatMap((wallet) => wallet.overdue.map((hold) => ({ wallet, hold })));
  for (let from = 0; from < overdue.length; from += AT_ONCE) {
    const settled = await Promise.all(
      overdue.slice(from, from + AT_ONCE).map(({ wallet, hold }) => settleOverdue(ledger, log, wallet, hold)),
    );
    for (const charge of settled)
      if (charge) result[charge.usageSource === 'journal' ? 'journalled' : 'unknown']++;
  }
  await client.query('select ledger_sweep_end($1, $2, $3)', [
    wallets.map((wallet) => wallet.wallet_mandate),
    wallets.map((wallet) => wallet.wallet),
    wallets.map((wallet) => wallet.oldest_open),
  ]);
  return result;
}

/** Undefined: it was settled or renewed meanwhile, or it cannot be settled now; then the next sweep tries again. */
async function settleOverdue(
  ledger: LedgerService,
  log: Log,
  wallet: FoundWallet,
  overdue: OverdueHold,
): Promise<Charge | undefined> {
  const hold = idOf('hld', overdue.hold);
  const expire = async (charge: Charge) => {
    const { wallet_mandate: mandate, wallet: account } = wallet;
    const item = { mandate, hold: overdue.hold, wallet: account, limits: overdue.limits, charge };
    return (await ledger.expire(item)) === 'expired' ? charge : undefined;
  };
  try {
    const charge = await expireByJournal(overdue, expire).catch((error: unknown) => {
      const facts = { err: error, hold };
      raiseAlarm(
        log,
        'journal_unusable',
        facts,
        'the journal of a call cannot be booked: its cost is unknown',
      );
      return expire(unknownCharge(overdue, 'journal_unusable'));
    });
    if (charge)
      log.warn({ hold, usageSource: charge.usageSource }, 'a hold outlived its process and was settled');
    return charge;
  } catch (error) {
    raiseAlarm(
      log,
      'hold_not_settled',
      { err: error, hold },
      'a hold that outlived its process cannot be settled',
    );
    return undefined;
  }
}

async function expireByJournal<T>(overdue: OverdueHold, expire: (charge: Charge) => Promise<T>): Promise<T> {
  return expire(
    overdue.progress ? chargeOfProgress(overdue.progress) : unknownCharge(overdue, 'process_died'),
  );
}

/** Sent to the provider, perhaps; what it cost nobody knows. The customer pays nothing; the operator decides. */
function unknownCharge(overdue: OverdueHold, remark: string): Charge {
  return {
    amount: 0n,
    usageSource: 'unknown',
    modelAnswered: overdue.model,
    priceId: idOf('prc', overdue.price),
    costUsd: '0',
    usage: [],
    inputTokens: 0,
    cachedTokens: 0,
    outputTokens: 0,
    remark,
  };
}
