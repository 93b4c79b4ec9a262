import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Database, openDatabase } from '#db/database.ts';
import { attachOrStart } from '#db/embedded/embedded-server.ts';
import { makeBenchDirectory } from '../bench-directory.ts';
import { childProcessId } from '../processes/child-process-id.ts';
import { serviceEnvironment, startService } from '../processes/service.ts';
import type { Defer } from '../scope.ts';

/** Rappen as `npm start` runs it, with its embedded PostgreSQL (fsync on), set up by its own commands. */
export interface RappenService {
  /** Of the gateway's process. */
  readonly pid: number;
  readonly port: number;
  /** Of a user in a prepaid mandate with one pool; user and key each have a monthly limit. */
  readonly key: string;
  /** The gateway's own PostgreSQL, as the owner. */
  readonly database: Database;
  /** Where that is, for another process. A secret. */
  readonly ownerUrl: string;
  /** A `rappen` command and its answer. Rejects if it is refused, or if `verify` finds a difference. */
  command(...args: readonly string[]): Promise<Record<string, unknown>>;
}

export interface RappenOptions {
  readonly openaiBaseUrl: string;
  /** Where to write a CPU profile of the gateway when it ends. */
  readonly profileDirectory?: string | undefined;
}

const LAUNCHER = fileURLToPath(new URL('../../scripts/launch.mjs', import.meta.url));
const COMMANDS = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

export async function startRappenService(options: RappenOptions, defer: Defer): Promise<RappenService> {
  const directory = await makeBenchDirectory();
  defer(() => directory.remove());
  const environment = {
    DATA_DIR: directory.path,
    PORT: '0',
    OPENAI_API_KEY: 'benchmark',
    OPENAI_BASE_URL: options.openaiBaseUrl,
    USD_CHF: '0.80',
    LOG_LEVEL: 'error',
    // Few keys make all calls.
    RATE_LIMIT_CALLS_PER_MINUTE: '0',
    RATE_LIMIT_API_PER_MINUTE: '0',
  };
  const service = await startService({
    name: 'Rappen',
    args: [LAUNCHER, 'start'],
    environment: { ...environment, ...profiling(options.profileDirectory) },
    ready: /^Rappen listens on http:\/\/[^:]+:(\d+)/,
  });
  defer(() => service.stop());
  const attached = await attachOrStart({ dataDir: directory.path });
  defer(() => attached.close());
  const { ownerUrl } = attached;
  const database = openDatabase(ownerUrl, { poolSize: 2, applicationName: 'rappen bench' });
  defer(() => database.close());
  const command = (...args: readonly string[]) => runCommand(environment, args);
  const key = await createCaller(command);
  const port = Number(service.ready[1]);
  return { pid: childProcessId(service.pid), port, key, database, ownerUrl, command };
}

/** The launcher leaves a profile of itself beside the gateway's. */
function profiling(directory: string | undefined): Record<string, string> {
  return directory === undefined
    ? {}
    : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${JSON.stringify(directory)}` };
}

async function runCommand(environment: Record<string, string>, args: readonly string[]) {
  const { stdout } = await promisify(execFile)(process.execPath, [COMMANDS, ...args, '--json'], {
    env: serviceEnvironment(environment),
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout) as Record<string, unknown>;
}

/** A pool of money and limits that no run can use up. */
const ENOUGH_CHF = '1000000';

async function createCaller(command: RappenService['command']): Promise<string> {
  const mandate = text((await command('create-mandate', '--name', 'Benchmark AG')).mandateId);
  const member = ['--mandate', mandate, '--email', 'bench@example.ch'];
  const user = text((await command('create-user', ...member)).userId);
  const of = ['--mandate', mandate, '--user', user];
  await command('top-up', '--mandate', mandate, '--amount', ENOUGH_CHF, '--id', 'bench');
  await command('set-limit', ...of, '--monthly-limit', ENOUGH_CHF);
  return text((await command('create-key', ...of, '--monthly-limit', ENOUGH_CHF)).key);
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new Error('a rappen command answered without what it should make');
  return value;
}
