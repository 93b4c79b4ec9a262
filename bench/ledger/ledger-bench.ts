import { fileURLToPath } from 'node:url';
import { verifyLedger } from '#billing/verify/verify.ts';
import { type Database, openDatabase } from '#db/database.ts';
import { startEmbedded } from '#db/embedded/embedded-server.ts';
import { prepareDatabase } from '#db/prepare.ts';
import { NANO_PER_CHF } from '#kernel/money.ts';
import { createSpender, type TestSpender } from '#test/support/test-ledger.ts';
import { makeBenchDirectory } from '../bench-directory.ts';
import type { BenchOptions } from '../bench-options.ts';
import { say } from '../bench-progress.ts';
import { measureCommits } from '../commit-probe.ts';
import { median } from '../latencies.ts';
import { startWorker } from '../processes/worker.ts';
import { type Defer, inScope } from '../scope.ts';
import type { LedgerLoad, LedgerLoadResult } from './ledger-load.ts';

export interface LedgerResult {
  readonly cases: readonly LedgerCase[];
  readonly commitP50Ms: number;
  /** Pairs that were acknowledged: as many usage rows were counted afterwards, and the recount found no difference. */
  readonly pairs: number;
}

export interface LedgerCase {
  readonly accounts: number;
  readonly concurrency: number;
  /** Medians of the rounds. */
  readonly pairsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const ACCOUNTS = [1, 1_000];
const CONCURRENCIES = [50, 128, 400];

/** Pairs of authorize and capture on the ledger alone: wallet, two limits, statistics, wide rows; fsync on. */
export function benchLedger(options: BenchOptions): Promise<LedgerResult> {
  return inScope(async (defer) => {
    const { database, appUrl } = await openBenchDatabase(defer);
    const spenders = await createSpenders(database, Math.max(...ACCOUNTS));
    await database.pool.query('analyze');
    const worker = startWorker<LedgerLoad, LedgerLoadResult>(
      fileURLToPath(new URL('./ledger-worker.ts', import.meta.url)),
    );
    defer(() => worker.stop());
    const commitP50Ms = (await measureCommits(database.pool)).p50Ms;
    const times = { warmUpMs: 1000 * options.warmUpSeconds, measureMs: 1000 * options.seconds };
    const cases = CONCURRENCIES.flatMap((concurrency) =>
      ACCOUNTS.map((accounts) => ({ accounts, concurrency, results: [] as LedgerLoadResult[] })),
    );
    for (let round = 1; round <= options.rounds; round++) {
      for (const { accounts, concurrency, results } of cases) {
        const load = { databaseUrl: appUrl, spenders: spenders.slice(0, accounts), concurrency, ...times };
        const result = await worker.ask(load);
        results.push(result);
        say(
          `ledger, round ${round}: ${accounts} account(s), ${concurrency} callers: ` +
            `${result.pairsPerSecond.toFixed(0)} pairs/s, p99 ${result.latency.p99Ms.toFixed(1)} ms`,
        );
      }
    }
    const pairs = cases
      .flatMap(({ results }) => results)
      .reduce((sum, { pairsInAll }) => sum + pairsInAll, 0);
    await checkBooks(database, pairs);
    return { cases: cases.map(summarise), commitP50Ms, pairs };
  });
}

async function openBenchDatabase(defer: Defer): Promise<{ database: Database; appUrl: string }> {
  say('ledger: starting PostgreSQL');
  const directory = await makeBenchDirectory();
  defer(() => directory.remove());
  const server = await startEmbedded({ dataDir: directory.path });
  defer(() => server.stop());
  const { appUrl } = await prepareDatabase(server.ownerUrl);
  const database = openDatabase(server.ownerUrl, {
    poolSize: 8,
    applicationName: 'rappen bench',
    // The recount reads everything.
    timeouts: { answerGraceMs: 600_000 },
  });
  defer(() => database.close());
  return { database, appUrl };
}

async function createSpenders(database: Database, count: number): Promise<TestSpender[]> {
  say(`ledger: opening ${count} accounts, each with two limits`);
  const enough = 1_000_000n * NANO_PER_CHF;
  const facts = { balance: enough, userLimit: enough, keyLimit: enough };
  return Promise.all(Array.from({ length: count }, () => createSpender(database, facts)));
}

function summarise({
  accounts,
  concurrency,
  results,
}: Pick<LedgerCase, 'accounts' | 'concurrency'> & { results: readonly LedgerLoadResult[] }): LedgerCase {
  return {
    accounts,
    concurrency,
    pairsPerSecond: median(results.map((result) => result.pairsPerSecond)),
    p50Ms: median(results.map((result) => result.latency.p50Ms)),
    p99Ms: median(results.map((result) => result.latency.p99Ms)),
  };
}

/** Fast and wrong would be worth nothing. The amounts here are not computed from usage, so that is not checked. */
async function checkBooks({ pool }: Database, pairs: number): Promise<void> {
  say('ledger: recounting');
  const recount = await verifyLedger(pool, { recompute: (row) => row.amount });
  if (!recount.ok) throw new Error(`the ledger differs: ${JSON.stringify(recount.differences.slice(0, 5))}`);
  if (recount.openHolds !== 0) throw new Error(`${recount.openHolds} holds are still open`);
  if (recount.recomputed !== pairs)
    throw new Error(`${pairs} pairs acknowledged, ${recount.recomputed} booked`);
}
