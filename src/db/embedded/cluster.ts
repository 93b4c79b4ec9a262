import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from './data-directory.ts';
import { OWNER } from './endpoint.ts';
import { giveTo, type Places } from './places.ts';
import { launchAs } from './server-account.ts';
import { otherMajor, startupProblem } from './startup-problem.ts';

/**
 * Makes the cluster if there is none. It is made under another name and then renamed, so that a crash half-way leaves
 * nothing that looks finished. Refuses the cluster of another major version.
 */
export async function ensureCluster(places: Places, password: string): Promise<void> {
  const versionFile = join(places.cluster, 'PG_VERSION');
  if (existsSync(versionFile)) {
    const version = readFileSync(versionFile, 'utf8').trim();
    if (version !== String(places.programs.major)) {
      throw new Error(otherMajor(places.dataDir, version, places.programs.major));
    }
    // A restored copy may be open to others; PostgreSQL refuses that.
    chmodSync(places.cluster, 0o700);
    return;
  }
  if (existsSync(places.cluster) && readdirSync(places.cluster).length > 0) {
    throw new Error(`${places.cluster} is no PostgreSQL data directory, and not empty: move it away`);
  }
  removeHalves(places.home);
  const half = join(places.home, `${HALF_PREFIX}${process.pid}`);
  mkdirSync(half, { mode: 0o700 });
  giveTo(half, places.account);
  try {
    await initdb(half, places, password);
    renameSync(half, places.cluster);
  } catch (error) {
    removeHalves(places.home);
    throw error;
  }
}

const HALF_PREFIX = 'postgres.half-';

function removeHalves(home: string): void {
  for (const name of readdirSync(home)) {
    if (name.startsWith(HALF_PREFIX))
      rmSync(join(home, name), { recursive: true, force: true, maxRetries: 3 });
  }
}

async function initdb(directory: string, places: Places, password: string): Promise<void> {
  // initdb takes a password from a file only. It may not read ours if it is another account, so it gets its own.
  const passwordFile = `${directory}.password`;
  writeAtomically(passwordFile, `${password}\n`);
  giveTo(passwordFile, places.account);
  try {
    const output = await run(places, places.programs.initdb, initdbArguments(directory, passwordFile));
    if (output !== undefined) throw new Error(startupProblem(output, places));
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

// C.UTF-8 of the builtin provider sorts by code point, alike on every system and version; checksums find bad disks.
function initdbArguments(directory: string, passwordFile: string): string[] {
  return [
    `--pgdata=${directory}`,
    `--username=${OWNER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    '--no-instructions',
  ];
}

/** What the program said if it failed; undefined if it did well. */
async function run(places: Places, program: string, args: readonly string[]): Promise<string | undefined> {
  const launch = launchAs(places.account, program, args);
  const child = spawn(launch.command, launch.args, { ...launch.options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  return once(child, 'close').then(
    ([code]) => (code === 0 ? undefined : output),
    (error: Error) => error.message,
  );
}

/** Replaces postgresql.conf; true if it is other than before. An operator's own local.conf is left alone. */
export function writeSettings(places: Places, text: string): boolean {
  const own = join(places.cluster, 'local.conf');
  if (!existsSync(own)) {
    writeFileSync(own, '# Your own settings; they win over postgresql.conf.\n', { mode: 0o600 });
    giveTo(own, places.account);
  }
  const path = join(places.cluster, 'postgresql.conf');
  const complete = `# PostgreSQL ${places.programs.version}\n${text}`;
  if (existsSync(path) && readFileSync(path, 'utf8') === complete) return false;
  writeAtomically(path, complete);
  giveTo(path, places.account);
  return true;
}
