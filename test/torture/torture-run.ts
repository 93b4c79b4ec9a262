import { type Database, openDatabase } from '#db/database.ts';
import { recount } from '#gateway/recount.ts';
import { must } from '#kernel/assert.ts';
import { uuidOf } from '#kernel/id.ts';
import { SeededRandom } from '#kernel/seeded-random.ts';
import { runRappen } from '#test/support/rappen-process.ts';
import { type Calamity, strikeAtRandom } from './calamities.ts';
import { type Credit, payIn } from './cashier.ts';
import { type Customer, HOT_ROOM, openCustomers } from './customers.ts';
import { type DurableDatabase, startDurableDatabase } from './durable-database.ts';
import { type Evidence, readCredits, readHolds } from './evidence.ts';
import { Fleet } from './fleet.ts';
import { type FloorSamples, watchFloors } from './floor-watch.ts';
import { startGatewayProcess } from './gateway-process.ts';
import { changePrices } from './market.ts';
import { eventually } from './patience.ts';
import { probeHotPool } from './probe.ts';
import { type SimulatorProcess, startSimulatorProcess } from './simulator-process.ts';
import { checkCalls, type Findings } from './torture-checks.ts';
import { drive, type MadeCall } from './traffic.ts';

export interface TortureOptions {
  readonly seed: number;
  readonly seconds: number;
  readonly gateways: number;
  readonly callers: number;
  /** Providers that hang: the end then takes 20 s longer. */
  readonly hangs: boolean;
  readonly say: (line: string) => void;
}

export interface TortureResult {
  readonly made: readonly MadeCall[];
  readonly calamities: Readonly<Record<string, number>>;
  readonly outagesMs: readonly number[];
  readonly findings: Findings;
  readonly samples: FloorSamples;
  readonly credits: number;
  readonly evidence: Evidence;
  readonly violations: readonly string[];
}

/**
 * Renewals come every 10 s, and so a hold has to live a little longer. A short run has shorter ones: then some expire while
 * their call goes on, and are corrected when its result comes.
 */
const LONG_HOLDS = { lifetimeSeconds: 13, graceSeconds: 3 };
const SHORT_HOLDS = { lifetimeSeconds: 4, graceSeconds: 2 };
const SHORT_RUN_SECONDS = 20;

/** Faults run, then heal, then everything comes to rest; then the three ledgers are compared. */
export async function torture(options: TortureOptions): Promise<TortureResult> {
  const random = new SeededRandom(options.seed);
  const database = await startDurableDatabase(
    options.seconds <= SHORT_RUN_SECONDS ? SHORT_HOLDS : LONG_HOLDS,
  );
  const simulator = await startSimulatorProcess();
  const ours = openDatabase(database.appUrl, { poolSize: 6, applicationName: 'torture' });
  const environment = { ...simulator.environment, DATABASE_URL: database.ownerUrl, LOG_LEVEL: 'error' };
  const fleet = new Fleet(environment, options.gateways);
  try {
    await fleet.start();
    const customers = await openCustomers(ours, random.fork());
    options.say(`${options.gateways} gateways run; ${options.seconds} s of load and faults`);
    const run = await runLoad(options, { random, database, ours, fleet, customers });
    options.say('healing: no more calls, no more faults');
    await fleet.healed();
    await fleet.stop();
    options.say('the gateways have stopped in order; one more is started, to sweep up');
    return await judge(options, { ...run, random, customers, simulator, ours, fleet, environment });
  } finally {
    await fleet.stop();
    await ours.close();
    await simulator.stop();
    await database.remove();
  }
}

interface Load {
  readonly made: MadeCall[];
  readonly credits: Credit[];
  readonly calamities: Record<string, number>;
  readonly outagesMs: number[];
  readonly samples: FloorSamples;
}

async function runLoad(
  { seconds, callers, hangs, say }: TortureOptions,
  parts: {
    readonly random: SeededRandom;
    readonly database: DurableDatabase;
    readonly ours: Database;
    readonly fleet: Fleet;
    readonly customers: readonly Customer[];
  },
): Promise<Load> {
  const { random, database, ours, fleet, customers } = parts;
  const startedAt = Date.now();
  const until = startedAt + seconds * 1_000;
  const load: Load = {
    made: [],
    credits: [],
    calamities: {},
    outagesMs: [],
    samples: { taken: 0, nearFloor: 0, violations: [] },
  };
  const hot = must(customers[0], 'the hot pool');
  const wasAway = (awayMs: number) => load.outagesMs.push(awayMs);
  const happened = (calamity: Calamity) => {
    load.calamities[calamity] = (load.calamities[calamity] ?? 0) + 1;
  };
  const hotMandate = uuidOf(hot.mandateId);
  let isOver = false;
  const watching = watchFloors({
    database: ours,
    hotMandate,
    room: HOT_ROOM,
    until: () => isOver,
    samples: load.samples,
  });
  const telling = setInterval(() => say(progressOf(load, startedAt)), 5_000);
  await Promise.all([
    drive({
      random: random.fork(),
      customers,
      fleet,
      callers,
      until,
      hangs,
      made: (call) => load.made.push(call),
    }),
    strikeAtRandom({ random: random.fork(), fleet, database, until: until - 1_000, happened, wasAway }),
    payIn({
      database: ours,
      customer: hot,
      random: random.fork(),
      until,
      paid: (credit) => load.credits.push(credit),
    }),
    changePrices({ database: ours, random: random.fork(), startedAt, until }),
  ]);
  clearInterval(telling);
  isOver = true;
  await watching;
  return load;
}

function progressOf({ made, calamities }: Load, startedAt: number): string {
  const paid = made.filter(({ seen }) => seen.status === 200).length;
  const broken = Object.entries(calamities).map(([name, count]) => `${name} ${count}`);
  return `${Math.round((Date.now() - startedAt) / 1_000)} s: ${made.length} calls, ${paid} answered with 200; ${broken.join(', ')}`;
}

async function judge(
  { say }: TortureOptions,
  run: Load & {
    readonly random: SeededRandom;
    readonly customers: readonly Customer[];
    readonly simulator: SimulatorProcess;
    readonly ours: Database;
    readonly fleet: Fleet;
    readonly environment: Readonly<Record<string, string>>;
  },
): Promise<TortureResult> {
  const { ours, simulator, customers, samples, fleet, environment } = run;
  // A gateway sweeps when it starts, and then every 10 s: it had better start when there is something to sweep.
  await eventually('every open hold expires', () => isNone(ours, EXPIRING));
  const sweeper = await startGatewayProcess(environment);
  await eventually('no hold stays open', () => isNone(ours, OPEN));
  const evidence: Evidence = {
    customers,
    made: run.made,
    credits: run.credits,
    upstream: await simulator.ledger(),
    holds: await readHolds(ours),
    credited: await readCredits(ours),
  };
  say('at rest; comparing the callers, the providers and the ledger');
  const findings = checkCalls(evidence);
  const probed = await probeHotPool(ours, must(customers[0], 'the hot pool'), sweeper.url);
  const recounted = await recountTwice(ours, environment);
  sweeper.kill('SIGTERM');
  const { code } = await sweeper.exited;
  return {
    made: run.made,
    calamities: run.calamities,
    outagesMs: run.outagesMs,
    findings,
    samples,
    credits: run.credits.length,
    evidence,
    violations: [
      ...findings.violations,
      ...samples.violations,
      ...fleet.problems,
      ...probed,
      ...recounted,
      ...(code === 0 ? [] : [`the last gateway ended with ${code}`]),
    ],
  };
}

const OPEN = "select from billing_hold where state = 'open'";
const EXPIRING = `${OPEN} and expires_at + ledger_grace() >= clock_timestamp()`;

async function isNone({ pool }: Database, query: string): Promise<true | undefined> {
  const { rowCount } = await pool.query(`${query} limit 1`);
  return rowCount === 0 ? true : undefined;
}

/** Within this process, and as an operator does. */
async function recountTwice(
  ours: Database,
  environment: Readonly<Record<string, string>>,
): Promise<string[]> {
  const own = await recount(ours);
  const command = await runRappen(environment, 'verify', '--json');
  const differences = own.differences.map((difference) => `recount: ${JSON.stringify(difference)}`);
  const isClean = command.exitCode === 0 && command.json?.ok === true;
  return isClean ? differences : [...differences, `rappen verify: ${command.stdout} ${command.stderr}`];
}
