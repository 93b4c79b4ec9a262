import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { fileTree } from '#test/support/file-tree.ts';
import { isNewEnough } from './launch/node-runtime.mjs';

// Only ends what hangs: npm starts slowly on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

/** What `start` builds the pages of, and how: the real build takes Vite. */
const PAGES = {
  'src/web/index.html': '',
  'src/kernel/money.ts': '',
  'vite.config.ts': '',
  'lingui.config.ts': '',
  'scripts/pages/build-pages.ts': `
    import { mkdirSync, writeFileSync } from 'node:fs';
    mkdirSync('dist/pages', { recursive: true });
    writeFileSync('dist/pages/.built-of', process.argv[2]);
  `,
};

/** A project without packages, so that `npm ci` needs no network; `cli` is its src/cli.ts, `main` its src/main.ts. */
function project({ cli = '', main = '', engines = '>=22.19', scripts = {} }): string {
  const about = { name: 'small', version: '1.0.0' };
  const root = fileTree({
    'package.json': JSON.stringify({ ...about, type: 'module', engines: { node: engines }, scripts }),
    'package-lock.json': JSON.stringify({ ...about, lockfileVersion: 3, packages: { '': about } }),
    'src/cli.ts': cli,
    'src/main.ts': main,
    ...PAGES,
  });
  cpSync('scripts/launch', join(root, 'scripts/launch'), { recursive: true });
  cpSync('scripts/launch.mjs', join(root, 'scripts/launch.mjs'));
  return root;
}

const launch = (root: string, ...args: string[]) =>
  run(process.execPath, [join(root, 'scripts/launch.mjs'), ...args], root);
const launchByNpm = (root: string) => run('npm', ['--silent', 'start'], root);
const { scripts: rappenScripts } = JSON.parse(readFileSync('package.json', 'utf8'));

function run(program: string, args: string[], cwd: string, detached = false) {
  const child = spawn(program, args, { cwd, stdio: 'pipe', detached });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (said.stdout += chunk));
  child.stderr.on('data', (chunk) => (said.stderr += chunk));
  const ended = once(child, 'close').then(([code]) => ({ ...said, code }));
  return { child, said, ended };
}

/** Throws if it ends without having said it. */
async function saidBy({ child, said }: ReturnType<typeof run>, text: string): Promise<void> {
  while (!said.stdout.includes(text)) {
    if (child.exitCode !== null) throw new Error(`it ended (${child.exitCode}) and said: ${said.stderr}`);
    await sleep(20);
  }
}

test("arguments and exit code are passed on; standard output is the command's alone", async () => {
  const root = project({ cli: 'console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 7;' });
  const first = await launch(root, 'rappen', 'verify', '--json').ended;
  expect(first).toMatchObject({ stdout: '["verify","--json"]\n', code: 7 });
  expect(first.stderr).toContain('rappen: installing');
  const second = await launch(root, 'rappen', 'a b').ended;
  expect(second).toEqual({ stdout: '["a b"]\n', stderr: '', code: 7 });
});

test('another lock file is installed again', async () => {
  const root = project({});
  await launch(root, 'rappen').ended;
  const lock = join(root, 'package-lock.json');
  writeFileSync(lock, `${readFileSync(lock, 'utf8')}\n`);
  expect((await launch(root, 'rappen').ended).stderr).toContain('rappen: installed');
});

test('packages that were installed by hand are not installed again', async () => {
  const root = project({});
  writeFileSync(join(root, 'package-lock.json'), lockFile({ version: '1.0.0' }));
  mkdirSync(join(root, 'node_modules'));
  const present = join(root, 'node_modules/.package-lock.json');
  writeFileSync(present, lockFile({ version: '0.9.0' }));
  expect((await launch(root, 'rappen').ended).stderr).toContain('rappen: installing');
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(present, lockFile({ version: '1.0.0' }));
  const { stderr, code } = await launch(root, 'rappen').ended;
  expect(stderr).not.toContain('rappen: installing');
  expect(code).toBe(0);
});

/** A lock file with one package that nobody can download, and two that are for other machines. */
function lockFile({ version }: { version: string }): string {
  const ours = { version, integrity: 'sha512-AAAA', resolved: 'http://127.0.0.1:9/none.tgz' };
  const packages = {
    '': { name: 'small', version: '1.0.0', dependencies: { none: version } },
    'node_modules/none': ours,
    'node_modules/elsewhere': { version, optional: true, os: ['aix'], cpu: ['ppc64'] },
    'node_modules/part-of-elsewhere': { version, optional: true },
  };
  return JSON.stringify({ name: 'small', version: '1.0.0', lockfileVersion: 3, packages });
}

test('of many launches at once one installs, and all run', async () => {
  const root = project({ cli: 'console.log("ran")' });
  const runs = await Promise.all([1, 2, 3, 4].map(() => launch(root, 'rappen').ended));
  expect(runs.map((run) => run.stdout)).toEqual(Array(4).fill('ran\n'));
  expect(runs.filter((run) => run.stderr.includes('rappen: installing')).length).toBe(1);
  expect(existsSync(join(root, '.install-lock'))).toBe(false);
});

test('the lock of a process that died is taken over', async () => {
  const root = project({ cli: 'console.log("ran")' });
  const dead = spawn(process.execPath, ['-e', '0']);
  await once(dead, 'close');
  writeFileSync(join(root, '.install-lock'), `${dead.pid} ${hostname()}\n`);
  expect(await launch(root, 'rappen').ended).toMatchObject({ stdout: 'ran\n', code: 0 });
});

// Root may write everywhere.
test.skipIf(process.getuid?.() === 0)('a folder that cannot be written is named', async () => {
  const root = project({});
  chmodSync(root, 0o500);
  onTestFinished(() => chmodSync(root, 0o700));
  expect(await launch(root, 'rappen').ended).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`${root} cannot be written`),
  });
});

test('a Node that is too old, on a platform without a build, is explained', async () => {
  const root = project({ engines: '>=99.0' });
  mkdirSync(join(root, 'scripts/node'));
  writeFileSync(join(root, 'scripts/node/package-lock.json'), '{"packages":{"":{}}}');
  expect(await launch(root, 'rappen').ended).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /is too old \(needed: >=99\.0\), and there is no build to fetch for \w+-\w+/,
    ),
  });
});

test('every supported platform has a pinned Node with a checksum', () => {
  const { packages } = JSON.parse(readFileSync('scripts/node/package-lock.json', 'utf8'));
  for (const platform of ['linux x64', 'linux arm64', 'darwin x64', 'darwin arm64']) {
    const [os, cpu] = platform.split(' ');
    expect(Object.values(packages)).toContainEqual(
      expect.objectContaining({ os, cpu, integrity: expect.stringMatching(/^sha512-/) }),
    );
  }
});

test.each([
  ['20.20.2', false],
  ['22.18.0', false],
  ['22.19.0', true],
  ['23.11.0', false],
  ['24.0.0', true],
  ['26.10.0', true],
])('Node %s is new enough: %s', (version, expected) => {
  expect(isNewEnough(version, '>=22.19')).toBe(expected);
});

const SERVICE = `
  let signals = 0;
  for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => { signals++; console.log(name); });
  process.on('disconnect', () => { console.log('alone'); process.exit(0); });
  console.log('ready ' + process.pid);
  const timer = setInterval(() => { if (signals > 0) setTimeout(() => process.exit(40 + signals), 300); }, 20);
`;

test('a service is told once to stop, though the terminal and npm say it too', async () => {
  const run = launch(project({ main: SERVICE }), 'start');
  await saidBy(run, 'ready');
  run.child.kill('SIGINT');
  run.child.kill('SIGTERM');
  await sleep(50);
  run.child.kill('SIGINT');
  const { stdout, code } = await run.ended;
  expect(stdout.match(/SIG\w+/g)).toHaveLength(1);
  expect(code).toBe(41);
});

test('a command is told once of a Ctrl-C that reaches the whole group, though its input is no terminal', async () => {
  const root = project({ cli: SERVICE });
  const command = run(process.execPath, [join(root, 'scripts/launch.mjs'), 'rappen'], root, true);
  await saidBy(command, 'ready');
  process.kill(-(command.child.pid ?? 0), 'SIGINT');
  const { stdout, code } = await command.ended;
  expect(stdout.match(/SIG\w+/g)).toEqual(['SIGINT']);
  expect(code).toBe(41);
});

test('a service whose launcher is killed notices', async () => {
  const run = launch(project({ main: SERVICE }), 'start');
  await saidBy(run, 'ready');
  run.child.kill('SIGKILL');
  expect((await run.ended).stdout).toContain('alone');
});

test('npm passes a signal on, and its sudden death ends the service too', async () => {
  const root = project({ main: SERVICE, scripts: { start: rappenScripts.start } });
  const stopped = launchByNpm(root);
  await saidBy(stopped, 'ready');
  stopped.child.kill('SIGTERM');
  expect(await stopped.ended).toMatchObject({ stdout: expect.stringContaining('SIGTERM'), code: 41 });
  const killed = launchByNpm(root);
  await saidBy(killed, 'ready');
  killed.child.kill('SIGKILL');
  expect((await killed.ended).stdout).toContain('SIGTERM');
});

test('a command that ends by a signal gives the exit code of shells', async () => {
  const root = project({ cli: 'process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1000);' });
  expect((await launch(root, 'rappen').ended).code).toBe(137);
});

test('an unknown command is a wrong use', async () => {
  const { code, stderr } = await launch(project({}), 'strat').ended;
  expect(code).toBe(2);
  expect(stderr).toContain('usage: launch.mjs start|test|check|bench|torture|rappen');
});
