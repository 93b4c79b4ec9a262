import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, realpathSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { LaunchError } from './launch-error.mjs';

const NETWORK_TROUBLE =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET|network/;
const QUIET = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
const PATIENCE = ['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];

/**
 * Runs npm in a folder, under the given Node. What npm says goes to standard error. A signal stops npm first and then
 * us, so that no half-dead npm goes on writing after the lock is free.
 */
export async function runNpm({ node, folder, args }) {
  const npm = spawn(node, [npmScript(), ...args, ...QUIET, ...PATIENCE], {
    cwd: folder,
    env: npmEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [npm.stdout, npm.stderr]) {
    stream.on('data', (chunk) => {
      said = (said + chunk).slice(-20_000);
      process.stderr.write(chunk);
    });
  }
  let stoppedBy;
  const stop = (signal) => {
    stoppedBy = signal;
    npm.kill('SIGTERM');
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
  const exitCode = await new Promise((resolve, reject) => {
    npm.on('error', reject);
    npm.on('close', (code) => resolve(code ?? 1));
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, stop);
  if (stoppedBy)
    throw new LaunchError('interrupted; run the command again to go on', stoppedBy === 'SIGINT' ? 130 : 143);
  if (exitCode !== 0) throw new LaunchError(explain(args[0], exitCode, said));
}

function explain(command, exitCode, said) {
  if (/EACCES|EROFS|EPERM/.test(said))
    return `npm ${command} may not write here: run the command as the owner of the folder.`;
  if (/ENOSPC/.test(said)) return `npm ${command} found no space left on the disk.`;
  if (NETWORK_TROUBLE.test(said)) {
    return `npm ${command} could not reach the package registry. Check the network (or the proxy: npm config get registry) and run the command again.`;
  }
  return `npm ${command} failed with exit code ${exitCode}; its message is above.`;
}

/** The npm that called us, else the one beside Node, else the one in the PATH. */
function npmScript() {
  const called = process.env.npm_execpath;
  if (called && /npm-cli\.js$/.test(called) && existsSync(called)) return called;
  const folders = [dirname(process.execPath), ...(process.env.PATH ?? '').split(delimiter)];
  for (const folder of folders) {
    for (const modules of ['../lib/node_modules', 'node_modules']) {
      const script = join(folder, modules, 'npm', 'bin', 'npm-cli.js');
      if (existsSync(script)) return script;
    }
    const linked = join(folder, 'npm');
    if (existsSync(linked) && realpathSync(linked).endsWith('npm-cli.js')) return realpathSync(linked);
  }
  throw new LaunchError(
    'packages have to be installed, but there is no npm in the PATH. Install Node 24 with npm.',
  );
}

/** npm inside npm: what the outer one said about its own run must not reach the inner one. */
function npmEnvironment() {
  const environment = { ...process.env };
  for (const name of Object.keys(environment)) {
    if (
      /^npm_(package|lifecycle|config_(local_prefix|prefix|loglevel|json|omit|include|silent))/i.test(name)
    ) {
      delete environment[name];
    }
  }
  delete environment.NODE_ENV;
  if (!isWritable(homedir())) {
    environment.npm_config_cache = join(tmpdir(), `rappen-npm-${process.getuid?.() ?? 'cache'}`);
  }
  return environment;
}

function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
