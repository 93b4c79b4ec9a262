import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Account, launchAs } from './account.ts';
import { giveTo, type Places } from './data-directory.ts';
import { otherMajor, startupProblem } from './startup-problem.ts';

export const OWNER = 'rappen';

/**
 * Makes the cluster if there is none. It is made under another name and then renamed, so that a crash half-way leaves
 * nothing that looks finished. Refuses the cluster of another major version.
 */
export async function ensureCluster(places: Places, account: Account): Promise<void> {
  const versionFile = join(places.cluster, 'PG_VERSION');
  if (existsSync(versionFile)) {
    const version = readFileSync(versionFile, 'utf8').trim();
    if (version !== String(places.programs.major)) {
      throw new Error(otherMajor(places.dataDir, version, places.programs.major));
    }
    return;
  }
  if (existsSync(places.cluster) && readdirSync(places.cluster).length > 0) {
    throw new Error(`${places.cluster} is no PostgreSQL data directory, and not empty: move it away`);
  }
  const half = `${places.cluster}.half`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true, mode: 0o700 });
  giveTo(half, account);
  await initdb(half, places, account);
  renameSync(half, places.cluster);
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

async function initdb(directory: string, places: Places, account: Account): Promise<void> {
  const launch = launchAs(account, places.programs.initdb, initdbArguments(directory, places.passwordFile));
  const child = spawn(launch.command, launch.args, { ...launch.options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout?.on('data', (chunk) => (output += chunk));
  child.stderr?.on('data', (chunk) => (output += chunk));
  const failure = await once(child, 'close').then(
    ([code]) => (code === 0 ? undefined : output),
    (error: Error) => error.message,
  );
  if (failure === undefined) return;
  rmSync(directory, { recursive: true, force: true });
  throw new Error(startupProblem(failure, places));
}

/** Replaces postgresql.conf; true if it is other than before. An operator's own local.conf is left alone. */
export function writeSettings(places: Places, account: Account, text: string): boolean {
  const own = join(places.cluster, 'local.conf');
  if (!existsSync(own)) {
    writeFileSync(own, '# Your own settings; they win over postgresql.conf.\n', { mode: 0o600 });
    giveTo(own, account);
  }
  const path = join(places.cluster, 'postgresql.conf');
  const complete = `# PostgreSQL ${places.programs.version}\n${text}`;
  if (existsSync(path) && readFileSync(path, 'utf8') === complete) return false;
  const half = join(dirname(path), 'postgresql.conf.half');
  writeFileSync(half, complete, { mode: 0o600, flush: true });
  giveTo(half, account);
  renameSync(half, path);
  return true;
}
