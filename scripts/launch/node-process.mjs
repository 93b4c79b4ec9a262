import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

const REPEAT_MS = 2_000;
const PARENT_POLL_MS = 500;

/**
 * Runs a script with the given Node, with our input and output, and gives its exit code.
 *
 * A service gets a session of its own: Ctrl-C in a terminal reaches every process of the group, and npm passes signals
 * on besides, so without it the service would be told two or three times. Here the first signal is passed on, its
 * echoes are not; one that comes later (somebody is impatient) is. The service's IPC channel closes when we are killed,
 * so that it can stop too. Its terminal stays: it writes to it and reads from it as before.
 */
export function runNode({ node, root, args, service }) {
  const child = spawn(node, args, {
    cwd: root,
    env: {
      // Modules are compiled once per change, not at every start: that saves half a second and 25 MB.
      NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled'),
      ...process.env,
      PATH: [dirname(node), process.env.PATH].join(delimiter),
    },
    stdio: ['inherit', 'inherit', 'inherit', ...(service ? ['ipc'] : [])],
    detached: service && process.platform !== 'win32',
  });
  let lastSignalAt = 0;
  const passOn = (signal) => {
    const reachedByTerminal = !service && signal === 'SIGINT' && process.stdin.isTTY;
    const isEcho = Date.now() - lastSignalAt < REPEAT_MS;
    if (reachedByTerminal || isEcho) return;
    lastSignalAt = Date.now();
    child.kill(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, passOn);
  whenNpmIsGone(() => passOn('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

/** npm may be killed outright; then nobody is left to pass a signal on. Without npm we may well outlive who started us. */
function whenNpmIsGone(stop) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const poll = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(poll);
    stop();
  }, PARENT_POLL_MS);
  poll.unref();
}
