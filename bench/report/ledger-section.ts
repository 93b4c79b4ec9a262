import type { LedgerResult } from '../ledger/ledger-bench.ts';
import { ms, perSecond, table, whole } from './numbers.ts';

export function ledgerSection({ cases, commitP50Ms, pairs }: LedgerResult): string[] {
  const rows = cases.map((each) => [
    whole(each.accounts),
    whole(each.concurrency),
    perSecond(each.pairsPerSecond),
    ms(each.p50Ms),
    ms(each.p99Ms),
  ]);
  return [
    '## Ledger',
    'Each pair is an authorize and a capture, each durable before it answers, with everything on: wallet, two limits, ' +
      'daily statistics, wide usage rows. "p50" and "p99" are of a single call. With 1,000 accounts, each call picks one at random.',
    table(['accounts', 'callers', 'pairs', 'p50', 'p99'], rows),
    `One commit of one small row takes ${ms(commitP50Ms)} (p50) here. Afterwards all ${whole(pairs)} pairs were counted in the ` +
      'usage rows, and the recount found no difference.',
  ];
}
