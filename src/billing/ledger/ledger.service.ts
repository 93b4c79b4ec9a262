import { createHash } from 'node:crypto';
import type pg from 'pg';
import { databaseError } from '#db/database-error.ts';
import { raiseAlarm } from '#kernel/alarm.ts';
import { assert } from '#kernel/assert.ts';
import { AppError } from '#kernel/error.ts';
import { type HoldId, idOf, type LimitId, type MandateId, uuidOf } from '#kernel/id.ts';
import type { Log } from '#kernel/log.ts';
import type { HoldAnswer, SettleItem } from './batch.ts';
import { Lane, type LaneObserver } from './lane.ts';
import type {
  AuthorizeRequest,
  AuthorizeResult,
  CaptureRequest,
  CaptureResult,
  Ledger,
  Renewal,
} from './ledger.ts';
import { progressJson } from './progress.ts';

export interface LedgerOptions {
  /** The application's role. */
  readonly url: string;
  /** For look-ups and renewals; the batches have connections of their own. */
  readonly pool: pg.Pool;
  readonly log: Log;
  /** Wallets are spread over the lanes by mandate; one hot wallet is always one lane (a second hurt). */
  readonly lanes?: number;
  readonly maxBatch?: number;
  readonly maxWaitingHolds?: number;
  readonly holdTimeoutMs?: number;
  readonly observer?: LaneObserver;
}

export interface LedgerService extends Ledger {
  /** Ends holds that nobody renews; see sweep.ts. */
  expire(item: Omit<SettleItem, 'kind'>): Promise<'expired' | 'settled' | 'renewed'>;
  /** Operations that wait for the database. */
  readonly waiting: number;
  close(timeoutMs?: number): Promise<void>;
}

/** The accounts that a hold touches, by bare uuid. */
interface HoldAccounts {
  readonly mandate: string;
  readonly wallet: string;
  readonly limits: readonly string[];
}

export function createLedger(options: LedgerOptions): LedgerService {
  const lanes = Array.from(
    { length: options.lanes ?? 2 },
    () =>
      new Lane({
        url: options.url,
        log: options.log,
        maxBatch: options.maxBatch ?? 200,
        maxWaitingHolds: options.maxWaitingHolds ?? 10_000,
        holdTimeoutMs: options.holdTimeoutMs ?? 5_000,
        observer: options.observer,
      }),
  );
  const laneOf = (mandate: string): Lane => lanes[lastByte(mandate) % lanes.length] as Lane;

  /** Holds of this process that are not settled yet. */
  const open = new Map<HoldId, HoldAccounts>();

  async function accountsOf(mandate: string, holdId: HoldId): Promise<HoldAccounts> {
    const known = open.get(holdId);
    if (known?.mandate === mandate) return known;
    const { rows } = await options.pool.query<{ wallet_id: string; limit_accounts: string[] }>(
      'select wallet_id, limit_accounts from billing_hold where mandate_id = $1 and id = $2',
      [mandate, uuidOf(holdId)],
    );
    if (!rows[0]) throw new AppError('not_found', { hold: holdId });
    return { mandate, wallet: rows[0].wallet_id, limits: rows[0].limit_accounts };
  }

  async function settle(item: Omit<SettleItem, 'wallet' | 'limits'>, holdId: HoldId) {
    const accounts = await accountsOf(item.mandate, holdId);
    const answer = await laneOf(item.mandate)
      .settle({ ...item, ...accounts })
      .finally(() => open.delete(holdId));
    if (answer.code === 4) throw new AppError('not_found', { hold: holdId });
    return answer;
  }

  return {
    async authorize(request: AuthorizeRequest): Promise<AuthorizeResult> {
      assert(request.minimum > 0n && request.minimum <= request.wanted, '0 < minimum <= wanted');
      assert(request.limits.length <= 3, 'at most three limits');
      const mandate = uuidOf(request.mandateId);
      const wallet = uuidOf(request.walletId);
      let limits: readonly string[] = [];
      const answer = await laneOf(mandate).hold({
        request,
        wallet,
        limitsIn: (month) => {
          limits = request.limits.map((limit) => limitAccount(limit.limitId, month));
          return limits;
        },
      });
      if (answer.code === 1) open.set(request.holdId, { mandate, wallet, limits });
      return authorizeResult(request, answer);
    },

    async capture({ mandateId, holdId, charge }: CaptureRequest): Promise<CaptureResult> {
      assert(charge.amount >= 0n, 'a charge is not negative');
      const answer = await settle(
        { kind: 'capture', mandate: uuidOf(mandateId), hold: uuidOf(holdId), charge },
        holdId,
      );
      if (answer.code === 3) throw new AppError('idempotency_conflict', { hold: holdId });
      return { balanceAfter: answer.balance, absorbed: answer.absorbed };
    },

    async void(mandateId: MandateId, holdId: HoldId, reason: string): Promise<'voided' | 'already_captured'> {
      const answer = await settle(
        { kind: 'void', mandate: uuidOf(mandateId), hold: uuidOf(holdId), remark: reason },
        holdId,
      );
      return answer.code === 3 ? 'already_captured' : 'voided';
    },

    async renew(renewals: readonly Renewal[]): Promise<void> {
      if (renewals.length === 0) return;
      await renewAll(options.pool, renewals, options.log);
    },

    async expire(item) {
      const answer = await laneOf(item.mandate).settle({ ...item, kind: 'expire' });
      return answer.code === 1 ? 'expired' : answer.code === 5 ? 'renewed' : 'settled';
    },

    get waiting() {
      return lanes.reduce((sum, lane) => sum + lane.waiting, 0);
    },

    async close(timeoutMs = 10_000) {
      await Promise.all(lanes.map((lane) => lane.close(timeoutMs)));
    },
  };
}

/** A journal that the database cannot store costs its own call the journal, and no other call its renewal. */
async function renewAll(pool: pg.Pool, renewals: readonly Renewal[], log: Log): Promise<void> {
  try {
    await pool.query('select ledger_renew($1, $2, $3)', [
      renewals.map((renewal) => uuidOf(renewal.mandateId)),
      renewals.map((renewal) => uuidOf(renewal.holdId)),
      renewals.map((renewal) => (renewal.progress ? progressJson(renewal.progress) : null)),
    ]);
  } catch (error) {
    const known = databaseError(error);
    if (known instanceof AppError) throw known;
    const [only, ...others] = renewals;
    if (!only) return;
    if (others.length === 0) {
      if (!only.progress) throw error;
      raiseAlarm(
        log,
        'journal_unusable',
        { err: error, hold: only.holdId },
        'the journal of a call cannot be stored',
      );
      return renewAll(pool, [{ mandateId: only.mandateId, holdId: only.holdId }], log);
    }
    const middle = Math.ceil(renewals.length / 2);
    await renewAll(pool, renewals.slice(0, middle), log);
    await renewAll(pool, renewals.slice(middle), log);
  }
}

function authorizeResult(request: AuthorizeRequest, answer: HoldAnswer): AuthorizeResult {
  switch (answer.code) {
    case 1:
      return { outcome: 'granted', granted: answer.amount };
    case 2:
      return {
        outcome: 'refused',
        source: answer.source === 0 ? 'balance' : (request.limits[answer.source - 1]?.source ?? 'balance'),
        available: answer.amount,
      };
    case 3:
    case 4:
      return {
        outcome: 'already_done',
        holdId: idOf('hld', answer.existing ?? ''),
        sameContent: answer.code === 3,
      };
    default:
      return { outcome: 'conflict' };
  }
}

/** The account of a limit in one month; the same as `limit_account_id` in SQL. */
export function limitAccount(limitId: LimitId, month: number): string {
  const name = `${uuidOf(limitId)}/${month}`;
  const known = limitAccounts.get(name);
  if (known) return known;
  const hex = createHash('md5').update(name).digest('hex');
  const account = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  if (limitAccounts.size >= MOST_LIMIT_ACCOUNTS) limitAccounts.clear();
  limitAccounts.set(name, account);
  return account;
}

/** Two hashes a call are two per cent of the gateway's time. */
const limitAccounts = new Map<string, string>();
const MOST_LIMIT_ACCOUNTS = 10_000;

function lastByte(uuid: string): number {
  return Number.parseInt(uuid.slice(-2), 16);
}
