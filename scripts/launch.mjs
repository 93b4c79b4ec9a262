// What every command of package.json calls. Runs on Node 18 and later, so it is plain JavaScript without packages:
// it installs what is missing, fetches a newer Node where the machine's is too old, and goes on with that one.
// Everything it says itself goes to standard error: standard output belongs to the command.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePages } from './launch/ensure-pages.mjs';
import { ensurePackages } from './launch/install-packages.mjs';
import { LaunchError } from './launch/launch-error.mjs';
import { runNode } from './launch/node-process.mjs';
import { ensureNode } from './launch/node-runtime.mjs';
import { START_FLAGS } from './launch/start-flags.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const COMMANDS = {
  start: { entry: [...START_FLAGS, 'src/main.ts'], service: true, pages: true },
  test: { entry: ['node_modules/vitest/vitest.mjs', 'run'] },
  check: { entry: ['scripts/check.ts'] },
  bench: { entry: ['bench/bench.ts'] },
  torture: { entry: ['test/torture/torture.ts'] },
  // A backup or an import ends in order by the first signal, and at once by a second.
  rappen: { entry: [...START_FLAGS, 'src/cli.ts'], service: true },
  // The pages with hot reload, in front of a Rappen that runs.
  pages: { entry: ['node_modules/vite/bin/vite.js'] },
  texts: { entry: ['node_modules/@lingui/cli/dist/lingui.js', 'extract', '--clean'] },
  pictures: { entry: ['test/pages/pictures/take-pictures.ts'], pages: true },
  'api-client': { entry: ['scripts/generate-api-client.ts'] },
};

async function launch([name, ...args]) {
  const command = Object.hasOwn(COMMANDS, name ?? '') ? COMMANDS[name] : undefined;
  if (!command) throw new LaunchError(`usage: launch.mjs ${Object.keys(COMMANDS).join('|')} [arguments]`, 2);
  const node = await ensureNode(root);
  await ensurePackages({ folder: root, lockFolder: root, node, what: 'the packages of Rappen' });
  if (command.pages) await ensurePages({ root, node });
  return runNode({ node, root, args: [...command.entry, ...args], service: command.service === true });
}

try {
  process.exitCode = await launch(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof LaunchError)) throw error;
  process.stderr.write(`rappen: ${error.message}\n`);
  process.exitCode = error.exitCode;
}
