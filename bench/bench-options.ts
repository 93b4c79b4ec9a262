import { parseArgs } from 'node:util';

const PARTS = [
  'ledger',
  'gateway',
  'workflows',
  'memory',
  'history',
  'pages',
  'reports',
  'bank',
  'import',
  'start',
] as const;
export type Part = (typeof PARTS)[number];

export interface BenchOptions {
  readonly parts: readonly Part[];
  /** How long each single measurement lasts, without its warm-up. */
  readonly seconds: number;
  readonly warmUpSeconds: number;
  /** Each measurement is taken so many times, in turn with what it is compared to; the median counts. */
  readonly rounds: number;
  /** Calls before the gateway's memory is read. */
  readonly memoryCalls: number;
  /** Automations that are due at the same time. */
  readonly dueAutomations: number;
  /** Mandates whose month ends. */
  readonly reportMandates: number;
  /** In one file of the bank. */
  readonly bankPayments: number;
  /** That come over from another platform. */
  readonly importMandates: number;
  /** Bookings of the long history. */
  readonly historyRows: number;
  /** Where its database is, or is to be made and left; undefined: it is thrown away. */
  readonly historyDirectory: string | undefined;
  /** How long each stretch of scrolling through its pages lasts. */
  readonly scrollSeconds: number;
  /** How many lines down one of them begins. */
  readonly deepLines: number;
  /** Where to write a CPU profile of Rappen, in the parts gateway and workflows. */
  readonly profileDirectory: string | undefined;
  /** False: the results are only printed, because they are not the whole benchmark. */
  readonly writesResults: boolean;
}

const MEASURES: Readonly<Record<Part, string>> = {
  ledger: 'holds and charges in the database alone',
  gateway: 'calls through Rappen, compared to none and to Portkey',
  workflows: 'first tokens of chats and /v1, many chats at once, many automations due at once',
  memory: "the gateway's process under load",
  history: 'lists, statistics and exports of ten million bookings',
  pages: 'the page of transactions in front of them, in a browser',
  reports: 'the statements and monthly reports of ten thousand mandates',
  bank: 'files of the bank with ten thousand payments',
  import: 'ten thousand mandates of another platform, from files and from its database',
  start: 'npm start until it listens',
};

export const USAGE = [
  `usage: npm run bench -- [--only ${PARTS.join('|')}] [--seconds N] [--quick] [--profile DIR] [--history DIR]`,
  ...PARTS.map((part) => `  ${part.padEnd(10)} ${MEASURES[part]}`),
].join('\n');

/** Throws an `Error` whose message can be shown. */
export function readBenchOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      seconds: { type: 'string' },
      quick: { type: 'boolean' },
      profile: { type: 'string' },
      history: { type: 'string' },
    },
  });
  const { only, quick = false } = values;
  const part = PARTS.find((name) => name === only);
  if (only !== undefined && !part) throw new Error(`--only must be one of ${PARTS.join(', ')}`);
  if (values.seconds !== undefined && !/^[1-9]\d{0,2}$/.test(values.seconds)) {
    throw new Error('--seconds must be a whole number from 1 to 999');
  }
  return {
    parts: part ? [part] : PARTS,
    seconds: Number(values.seconds ?? (quick ? 2 : 5)),
    warmUpSeconds: 1,
    rounds: quick ? 1 : 3,
    memoryCalls: quick ? 10_000 : 100_000,
    dueAutomations: quick ? 100 : 1_000,
    reportMandates: quick ? 500 : 10_000,
    bankPayments: quick ? 1_000 : 10_000,
    importMandates: quick ? 500 : 10_000,
    historyRows: quick ? 200_000 : 10_000_000,
    historyDirectory: values.history,
    scrollSeconds: quick ? 5 : 30,
    deepLines: quick ? 20_000 : 200_000,
    profileDirectory: values.profile,
    writesResults: part === undefined && !quick && values.profile === undefined,
  };
}
