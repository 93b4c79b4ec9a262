import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { benchBank } from './bank/bank-bench.ts';
import { makeBenchDirectory } from './bench-directory.ts';
import { type BenchOptions, readBenchOptions, USAGE } from './bench-options.ts';
import { say } from './bench-progress.ts';
import { benchGateway } from './gateway/gateway-bench.ts';
import { benchHistory } from './history/history-bench.ts';
import { benchImport } from './import/import-bench.ts';
import { benchLedger } from './ledger/ledger-bench.ts';
import { benchMemory } from './memory/memory-bench.ts';
import { benchPages } from './pages/pages-bench.ts';
import type { BenchResults } from './report/bench-results.ts';
import { renderResults } from './report/results.ts';
import { benchReports } from './reports/reports-bench.ts';
import { type Defer, inScope, stopEverything } from './scope.ts';
import { benchStart } from './start/start-bench.ts';
import { benchWorkflows } from './workflows/workflows-bench.ts';

const RESULTS = fileURLToPath(new URL('./RESULTS.md', import.meta.url));

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void stopEverything().then(() => process.exit(130)));
}
const options = optionsOrExit(process.argv.slice(2));
try {
  const report = renderResults(await measure(options), howOf(options));
  process.stdout.write(report);
  if (options.writesResults) writeFileSync(RESULTS, report);
  say(
    options.writesResults
      ? 'written to bench/RESULTS.md'
      : 'not the whole benchmark: bench/RESULTS.md stays as it is',
  );
} catch (error) {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function measure(options: BenchOptions): Promise<BenchResults> {
  const has = (part: BenchOptions['parts'][number]) => options.parts.includes(part);
  return {
    ...(has('start') ? { start: await benchStart(options) } : {}),
    ...(has('ledger') ? { ledger: await benchLedger(options) } : {}),
    ...(has('gateway') ? { gateway: await benchGateway(options) } : {}),
    ...(has('workflows') ? { workflows: await benchWorkflows(options) } : {}),
    ...(has('history') || has('pages') ? await measureHistory(options) : {}),
    ...(has('reports') ? { reports: await benchReports(options) } : {}),
    ...(has('bank') ? { bank: await benchBank(options) } : {}),
    ...(has('import') ? { import: await benchImport(options) } : {}),
    ...(has('memory') ? { memory: await benchMemory(options) } : {}),
  };
}

/** What looks at a long history, in one database: to fill it takes long. */
function measureHistory(options: BenchOptions): Promise<Pick<BenchResults, 'history' | 'pages'>> {
  const has = (part: BenchOptions['parts'][number]) => options.parts.includes(part);
  return inScope(async (defer) => {
    const directory = options.historyDirectory ?? (await ownDirectory(defer));
    return {
      ...(has('history') ? { history: await benchHistory(options, directory) } : {}),
      ...(has('pages') ? { pages: await benchPages(options, directory) } : {}),
    };
  });
}

async function ownDirectory(defer: Defer): Promise<string> {
  const directory = await makeBenchDirectory();
  defer(() => directory.remove());
  return directory.path;
}

function howOf({ rounds, seconds }: BenchOptions): string {
  const taken =
    rounds === 1 ? 'Each number is of one round' : `Each number is the median of ${rounds} rounds`;
  return `${taken} of ${seconds} s.`;
}

function optionsOrExit(args: readonly string[]): BenchOptions {
  try {
    return readBenchOptions(args);
  } catch (error) {
    process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
    process.exit(2);
  }
}
