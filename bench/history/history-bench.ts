import { CHECKS } from '#billing/verify/checks.ts';
import { createApiKey } from '#identity/api-keys/api-key.service.ts';
import { must } from '#kernel/assert.ts';
import { idOf, parseId } from '#kernel/id.ts';
import type { BenchOptions } from '../bench-options.ts';
import { say } from '../bench-progress.ts';
import { median } from '../latencies.ts';
import { inScope } from '../scope.ts';
import { type HistoryCase, type KnownBooking, listCases, sumCases } from './history-cases.ts';
import { type HistoryDatabase, openHistoryDatabase } from './history-database.ts';
import { type ExportResult, measureExport } from './history-export.ts';
import { startReadingService } from './reading-service.ts';

export interface HistoryResult {
  readonly rows: number;
  /** Undefined: the database was there already. */
  readonly fillSeconds: number | undefined;
  readonly cases: readonly MeasuredCase[];
  /** The balance with its sum, limits and pace by HTTP: the very first time, and the median of the next ones. */
  readonly firstBalanceMs: number;
  readonly balanceMs: number;
  readonly exports: readonly ExportResult[];
}

export interface MeasuredCase extends HistoryCase {
  /** The very first time, and the median of the next ones. */
  readonly firstMs: number;
  readonly medianMs: number;
  /** Of a list: of the pages after the first, the slowest. Undefined: there is one page only. */
  readonly nextPagesMs: number | undefined;
}

const REPEATS = 5;
const NEXT_PAGES = 3;

/** Reading of a mandate with a long history, by HTTP, from a Rappen of its own. */
export function benchHistory(options: BenchOptions, directory: string): Promise<HistoryResult> {
  return inScope(async (defer) => {
    const database = await openHistoryDatabase({ rows: options.historyRows, directory }, defer);
    const { history, fillSeconds } = database;
    const service = await startReadingService(database, defer);
    const keys = await keysOf(database);
    const ask = async ({ kind, caller, query }: HistoryCase, cursor?: string) => {
      const path =
        kind === 'list' ? 'transactions' : kind === 'totals' ? 'transactions/totals' : 'statistics';
      const url = `${service.url}/api/billing/${path}?${query}${cursor ? `&cursor=${cursor}` : ''}`;
      const from = performance.now();
      const answer = await fetch(url, { headers: { authorization: `Bearer ${keys[caller]}` } });
      const body = (await answer.json()) as { nextCursor?: string };
      if (!answer.ok) throw new Error(`${url}: ${answer.status} ${JSON.stringify(body)}`);
      return { ms: performance.now() - from, cursor: body.nextCursor };
    };
    const cases: MeasuredCase[] = [];
    for (const each of [...listCases(history, await knownBooking(database)), ...sumCases(history)]) {
      const measured = await measureCase(each, ask);
      cases.push(measured);
      say(
        `history: ${each.kind}, ${each.name}: ${measured.firstMs.toFixed(1)} ms, then ${measured.medianMs.toFixed(1)} ms`,
      );
    }
    const [firstBalanceMs = 0, ...balances] = await measureBalance(service.url, keys.administrator);
    const balanceMs = median(balances);
    say(`history: balance: ${firstBalanceMs.toFixed(1)} ms, then ${balanceMs.toFixed(1)} ms`);
    const exports = [];
    for (const format of ['csv', 'xlsx'] as const) {
      exports.push(await measureExport({ ...service, key: keys.administrator, history, format }));
    }
    await checkHistory(database);
    return { rows: history.rows, fillSeconds, cases, firstBalanceMs, balanceMs, exports };
  });
}

async function measureCase(
  each: HistoryCase,
  ask: (each: HistoryCase, cursor?: string) => Promise<{ ms: number; cursor: string | undefined }>,
): Promise<MeasuredCase> {
  const first = await ask(each);
  const again: number[] = [];
  for (let n = 0; n < REPEATS; n++) again.push((await ask(each)).ms);
  const next: number[] = [];
  for (let { cursor } = first; cursor !== undefined && next.length < NEXT_PAGES; ) {
    const page = await ask(each, cursor);
    next.push(page.ms);
    cursor = page.cursor;
  }
  const nextPagesMs = next.length > 0 ? Math.max(...next) : undefined;
  return { ...each, firstMs: first.ms, medianMs: median(again), nextPagesMs };
}

async function keysOf({ owner, history }: HistoryDatabase): Promise<Record<HistoryCase['caller'], string>> {
  const make = async (number: number) => {
    const userId = must(parseId('usr', history.userIds[number] ?? ''), 'a user');
    const scopes = ['billing:read'] as const;
    const { mandateId } = history;
    return (await createApiKey(owner.db, { mandateId, userId, name: 'benchmark', scopes })).key;
  };
  return { administrator: await make(0), user: await make(1) };
}

async function knownBooking({ owner, history }: HistoryDatabase): Promise<KnownBooking> {
  const { rows } = await owner.pool.query<{ id: string; request_id: string; api_key_id: string }>(
    "select id, request_id, api_key_id from billing_transaction where account_id = $1 and seq > $2 and type = 'usage' order by seq limit 1",
    [history.walletId.slice(4), Math.floor(history.rows / 2)],
  );
  const row = must(rows[0], 'a booking');
  return {
    id: idOf('txn', row.id),
    requestId: idOf('req', row.request_id),
    keyId: idOf('key', row.api_key_id),
  };
}

async function measureBalance(url: string, key: string): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n <= REPEATS; n++) {
    const from = performance.now();
    const answer = await fetch(`${url}/api/billing/balance`, { headers: { authorization: `Bearer ${key}` } });
    await answer.json();
    if (!answer.ok) throw new Error(`the balance: ${answer.status}`);
    times.push(performance.now() - from);
  }
  return times;
}

/** What was read is consistent: the recount's checks, less those of holds, which a made-up history has not. */
async function checkHistory({ owner }: HistoryDatabase): Promise<void> {
  const client = await owner.pool.connect();
  try {
    // As the recount does: a plan that loops through one table for each row of another would take hours.
    await client.query("set enable_nestloop = off; set work_mem = '256MB'");
    for (const [check, query] of Object.entries(CHECKS)) {
      if (check.startsWith('hold')) continue;
      say(`history: ${check}`);
      const { rows } = await client.query(`select * from (${query}) differences limit 3`);
      if (rows.length > 0) throw new Error(`the history differs: ${check}: ${JSON.stringify(rows)}`);
    }
  } finally {
    client.release(true);
  }
}
