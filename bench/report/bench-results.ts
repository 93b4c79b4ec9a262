import type { BankResult } from '../bank/bank-bench.ts';
import type { GatewayResult } from '../gateway/gateway-bench.ts';
import type { HistoryResult } from '../history/history-bench.ts';
import type { ImportResult } from '../import/import-bench.ts';
import type { LedgerResult } from '../ledger/ledger-bench.ts';
import type { MemoryResult } from '../memory/memory-bench.ts';
import type { PagesResult } from '../pages/pages-bench.ts';
import type { ReportsResult } from '../reports/reports-bench.ts';
import type { StartResult } from '../start/start-bench.ts';
import type { WorkflowsResult } from '../workflows/workflows-bench.ts';

/** What was measured; undefined: that part did not run. */
export interface BenchResults {
  readonly ledger?: LedgerResult;
  readonly gateway?: GatewayResult;
  readonly memory?: MemoryResult;
  readonly workflows?: WorkflowsResult;
  readonly history?: HistoryResult;
  readonly pages?: PagesResult;
  readonly reports?: ReportsResult;
  readonly bank?: BankResult;
  readonly import?: ImportResult;
  readonly start?: StartResult;
}
