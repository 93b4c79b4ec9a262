import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runNpm } from '../../scripts/launch/npm-process.mjs';
import { say } from '../bench-progress.ts';
import { startService } from '../processes/service.ts';
import type { Defer } from '../scope.ts';
import { PORTKEY_VERSION } from './portkey-version.ts';

const NAME = '@portkey-ai/gateway';
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/rappen-bench', import.meta.url));
const PRELOAD = new URL('./portkey-preload.mjs', import.meta.url).href;

/** The gateway that Rappen is compared to. It is no dependency: npm installs it into a cache when the benchmark runs. */
export async function startPortkeyService(defer: Defer): Promise<{ port: number }> {
  const folder = await installPortkey();
  const port = await freePort();
  const service = await startService({
    name: 'Portkey',
    args: [
      '--import',
      PRELOAD,
      join(folder, 'node_modules', NAME, 'build', 'start-server.js'),
      `--port=${port}`,
      '--headless',
    ],
    ready: /Ready for connections/,
  });
  defer(() => service.stop());
  return { port };
}

async function installPortkey(): Promise<string> {
  const folder = join(cacheDirectory(), `portkey-${PORTKEY_VERSION}`);
  if (installedVersion(folder) === PORTKEY_VERSION) return folder;
  say(`installing ${NAME} ${PORTKEY_VERSION} to compare with`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
  const args = ['install', '--save-exact', '--ignore-scripts', '--omit=dev', `${NAME}@${PORTKEY_VERSION}`];
  await runNpm({ node: process.execPath, folder, args });
  return folder;
}

function installedVersion(folder: string): string | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'node_modules', NAME, 'package.json'), 'utf8')).version;
  } catch {
    return undefined;
  }
}

/** Where the project may not be written to, a directory of this user among the temporary ones. */
function cacheDirectory(): string {
  try {
    mkdirSync(CACHE, { recursive: true });
    return CACHE;
  } catch {
    return join(tmpdir(), `rappen-bench-cache-${process.getuid?.() ?? 'any'}`);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      probe.close(() => resolve(port ?? 0));
    });
  });
}
