import type pg from 'pg';
import { must } from '#kernel/assert.ts';
import { idOf } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { ChargedPart } from '../ledger/ledger.ts';
import { CHECKS, COUNTS } from './checks.ts';
import type { Difference, Recount } from './difference.ts';
import { INVOICE_CHECKS } from './invoice-checks.ts';
import { ROW_CHECKS } from './row-checks.ts';
import { WARNING_CHECKS } from './warning-checks.ts';

/** A usage row, with all that its amount was computed from. */
export interface ChargedRow {
  readonly amount: NanoChf;
  readonly usage: readonly ChargedPart[];
  readonly markupPpm: number;
  readonly exchangeRateId: string;
  readonly costUsd: string;
}

/** Computes a charge again from its inputs. Undefined: cannot be, as when a price row is gone, or comes to another cost. */
export type RecomputeCharge = (row: ChargedRow) => NanoChf | undefined;

export interface VerifyOptions {
  readonly recompute: RecomputeCharge;
  /** Called before each check. */
  readonly onProgress?: (check: string) => void;
}

/** More than this of one kind say nothing new. */
const MOST_DIFFERENCES = 1_000;
const PAGE = 5_000;

/**
 * Recounts every balance, hold, limit, statistic and charge from the rows, in one snapshot, so it can run beside the
 * traffic. Memory stays flat: the database answers with differences only, and charges are read page by page.
 */
export async function verifyLedger(pool: pg.Pool, options: VerifyOptions): Promise<Recount> {
  const client = await pool.connect();
  try {
    await client.query('begin transaction isolation level repeatable read read only');
    await client.query('set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0');
    // Every check reads whole tables: a plan that loops through one for each row of another would take hours.
    await client.query('set local enable_nestloop = off');
    const { rows } = await client.query<Record<string, bigint>>(patiently(COUNTS));
    const counts = must(rows[0], 'the counts');
    const differences: Difference[] = [];
    for (const [check, sql] of Object.entries({
      ...CHECKS,
      ...ROW_CHECKS,
      ...WARNING_CHECKS,
      ...INVOICE_CHECKS,
    })) {
      options.onProgress?.(check);
      differences.push(...(await runCheck(client, check, sql)));
    }
    options.onProgress?.('usage: the amount follows from usage, price, markup and rate');
    const recomputed = await recomputeCharges(client, options.recompute, differences);
    await client.query('commit');
    return {
      ok: differences.length === 0,
      mandates: Number(counts.mandates),
      accounts: Number(counts.accounts),
      holds: Number(counts.holds),
      openHolds: Number(counts.open_holds),
      transactions: Number(counts.transactions),
      statistics: Number(counts.statistics),
      recomputed,
      unknownCalls: Number(counts.unknown_calls),
      differences,
    };
  } finally {
    client.release(true);
  }
}

/** The pool gives a statement seconds; a recount may take as long as it takes. */
function patiently(text: string): { text: string; query_timeout: number } {
  return { text, query_timeout: A_DAY_MS };
}

const A_DAY_MS = 86_400_000;

async function runCheck(client: pg.PoolClient, check: string, sql: string): Promise<Difference[]> {
  const { rows } = await client.query<{ mandate_id: string; id: string; expected: string; found: string }>(
    patiently(`select * from (${sql}) differences limit ${MOST_DIFFERENCES}`),
  );
  return rows.map((row) => ({
    check,
    mandateId: idOf('mnd', row.mandate_id),
    id: row.id,
    expected: row.expected,
    found: row.found,
  }));
}

/** Undefined also where the row is not even readable: somebody has altered it. */
function recomputeRow(recompute: RecomputeCharge, row: UsageRow): NanoChf | undefined {
  if (row.amount === null || !Array.isArray(row.usage)) return undefined;
  try {
    return recompute({
      amount: row.amount,
      usage: row.usage,
      markupPpm: row.markup_ppm,
      exchangeRateId: row.exchange_rate_id,
      costUsd: row.cost_usd,
    });
  } catch {
    return undefined;
  }
}

interface UsageRow {
  readonly mandate_id: string;
  readonly id: string;
  /** Null: a correction without its hold. */
  readonly amount: bigint | null;
  readonly usage: ChargedPart[] | null;
  readonly markup_ppm: number;
  readonly exchange_rate_id: string;
  readonly cost_usd: string;
  readonly usage_source: string;
}

async function recomputeCharges(
  client: pg.PoolClient,
  recompute: RecomputeCharge,
  differences: Difference[],
): Promise<number> {
  // A corrected call's rows sum up to its last charge, which is the one that usage and price explain.
  await client.query(`declare charges cursor for
    select t.mandate_id, t.id, t.usage, t.markup_ppm, t.exchange_rate_id, t.cost_usd, t.usage_source,
           case t.type when 'usage' then -t.amount else h.charged end as amount
    from billing_transaction t
    left join billing_hold h on t.type = 'usage_correction' and h.mandate_id = t.mandate_id and h.id = t.corrects
    where t.type in ('usage', 'usage_correction') and t.usage_source <> 'unknown'
      and not (t.type = 'usage_correction' and coalesce(t.usage, '[]') = '[]')`);
  let count = 0;
  for (;;) {
    const { rows } = await client.query<UsageRow>(patiently(`fetch ${PAGE} from charges`));
    if (rows.length === 0) return count;
    for (const row of rows) {
      count++;
      const expected = recomputeRow(recompute, row);
      // An estimate is never charged above its hold.
      const isCapped =
        expected !== undefined && row.usage_source === 'estimated' && (row.amount ?? expected) < expected;
      if (
        (expected !== undefined && expected === row.amount) ||
        isCapped ||
        differences.length >= 20 * MOST_DIFFERENCES
      )
        continue;
      differences.push({
        check: 'usage: the amount follows from usage, price, markup and rate',
        mandateId: idOf('mnd', row.mandate_id),
        id: row.id,
        expected: expected === undefined ? 'usage, price, rate and cost that fit' : expected.toString(),
        found: `${row.amount}`,
      });
    }
  }
}
