import type { ImportResult, ImportTimed } from '../import/import-bench.ts';
import type { Goal } from './goal.ts';
import { megabytes, table, whole } from './numbers.ts';

const MOST_SECONDS = 600;
const MOST_MEGABYTES = 500;

export function importGoals({ mandates, runs }: ImportResult): Goal[] {
  const slowest = Math.max(...runs.map(({ seconds }) => seconds));
  const most = Math.max(...runs.map(({ mostMegabytes }) => mostMegabytes));
  return [
    {
      what: `import: ${whole(mandates)} mandates of another platform, the slowest source`,
      goal: `below ${minutes(MOST_SECONDS)}`,
      reached: minutes(slowest),
      isMet: slowest < MOST_SECONDS,
    },
    {
      what: 'import: memory of the process',
      goal: `below ${megabytes(MOST_MEGABYTES)}`,
      reached: megabytes(most),
      isMet: most < MOST_MEGABYTES,
    },
  ];
}

const NAMES = { files: 'CSV files', database: 'a PostgreSQL database' } as const;

export function importSection({ mandates, users, calls, fileMegabytes, runs }: ImportResult): string[] {
  const row = ({ source, isAgain, seconds, mostMegabytes }: ImportTimed) => [
    `${NAMES[source]}${isAgain ? ', again with nothing changed' : ''}`,
    minutes(seconds),
    megabytes(mostMegabytes),
  ];
  return [
    '## Import',
    `${whole(mandates)} mandates with ${whole(users)} users and ${whole(calls)} past calls (${megabytes(fileMegabytes)} of CSV) by \`rappen import-mandates\`, ` +
      'which starts and stops the embedded server; the database of the platform is on the same machine. The recount after each found no difference.',
    table(['source', 'time', 'most memory of the process'], runs.map(row)),
  ];
}

/** `4 min 07 s`. */
function minutes(seconds: number): string {
  const rounded = Math.round(seconds);
  return `${Math.floor(rounded / 60)} min ${String(rounded % 60).padStart(2, '0')} s`;
}
