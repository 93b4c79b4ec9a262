import { bankSection } from './bank-section.ts';
import type { BenchResults } from './bench-results.ts';
import { gatewaySection } from './gateway-section.ts';
import { goalsOf } from './goals.ts';
import { historySection } from './history-section.ts';
import { importSection } from './import-section.ts';
import { ledgerSection } from './ledger-section.ts';
import { describeMachine } from './machine.ts';
import { table } from './numbers.ts';
import { pagesSection } from './pages-section.ts';
import { memorySection, startSection } from './process-sections.ts';
import { reportsSection } from './reports-section.ts';
import { workflowsSection } from './workflows-section.ts';

/** The whole report, as Markdown. */
export function renderResults(results: BenchResults, how: string): string {
  const { ledger, gateway, workflows, memory, history, pages, reports, bank, start } = results;
  const goals = goalsOf(results).map(({ what, goal, reached, isMet }) => [
    what,
    goal,
    reached,
    isMet ? 'yes' : '**no**',
  ]);
  return [
    '# Benchmark',
    `Written by \`npm run bench\`. ${how} Load generator, simulated provider, PostgreSQL and gateway all run on this one machine.`,
    table(['what', 'goal', 'reached', 'met'], goals),
    table(['machine', ''], describeMachine()),
    ...(ledger ? ledgerSection(ledger) : []),
    ...(gateway ? gatewaySection(gateway) : []),
    ...(workflows ? workflowsSection(workflows) : []),
    ...(memory ? memorySection(memory) : []),
    ...(history ? historySection(history) : []),
    ...(pages ? pagesSection(pages) : []),
    ...(reports ? reportsSection(reports) : []),
    ...(bank ? bankSection(bank) : []),
    ...(results.import ? importSection(results.import) : []),
    ...(start ? startSection(start) : []),
  ]
    .join('\n\n')
    .concat('\n');
}
