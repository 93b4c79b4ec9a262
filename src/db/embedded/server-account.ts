import { type SpawnOptions, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * As whom the PostgreSQL programs run. They refuse uid 0. As root we put them into a user namespace where root is
 * called uid 1: files stay root's, and a directory that only root may enter is no hindrance. Where user namespaces
 * are off (in most containers), they run as another account. See places.ts for what either cannot reach.
 */
export type Account =
  | { readonly kind: 'self' }
  | { readonly kind: 'user_namespace' }
  | { readonly kind: 'other_user'; readonly name: string; readonly uid: number; readonly gid: number };

export type AccountKind = Account['kind'];

/**
 * `clusterOwner` is the user id that owns an existing PostgreSQL data directory: its files decide. `forced` is for
 * tests. Otherwise it is found out by trying.
 */
export function chooseAccount(clusterOwner?: number, forced?: AccountKind): Account {
  if (process.getuid?.() !== 0 || forced === 'self') return { kind: 'self' };
  if (clusterOwner) {
    const owner = knownAccounts().find(({ uid }) => uid === clusterOwner);
    if (!owner)
      throw new Error(
        `PostgreSQL's files belong to user id ${clusterOwner}, which /etc/passwd does not know`,
      );
    return owner;
  }
  if (forced === 'user_namespace' || (forced === undefined && userNamespacesWork())) {
    return { kind: 'user_namespace' };
  }
  const accounts = knownAccounts();
  const found = PREFERRED_ACCOUNTS.flatMap((name) => accounts.filter((account) => account.name === name))[0];
  if (found) return found;
  throw new Error(
    'PostgreSQL does not run as root, user namespaces are off, and there is none of the accounts ' +
      `${PREFERRED_ACCOUNTS.join(', ')}: start Rappen as a normal user`,
  );
}

export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly options: SpawnOptions;
}

/** How to start a program as the account. No shell and no fork is in between: the child's pid is the program's. */
export function launchAs(account: Account, program: string, args: readonly string[]): Launch {
  // The server's messages are parsed, and its time zone is UTC: nothing of the caller's locale goes in.
  const env = { LC_ALL: 'C', TZ: 'UTC', PATH: process.env.PATH };
  if (account.kind === 'user_namespace') {
    return { command: 'unshare', args: [...UNSHARE, program, ...args], options: { env } };
  }
  if (account.kind === 'other_user') {
    // Node also drops the supplementary groups: libuv calls setgroups(0) before setgid and setuid.
    return { command: program, args, options: { env, uid: account.uid, gid: account.gid, cwd: '/' } };
  }
  return { command: program, args, options: { env } };
}

const UNSHARE = ['--user', '--map-user=1', '--map-group=1', '--'];

function userNamespacesWork(): boolean {
  return spawnSync('unshare', [...UNSHARE, 'true'], { stdio: 'ignore' }).status === 0;
}

/** Whether the account may read a file or enter a directory. */
export function canReach(account: Account, path: string): boolean {
  if (account.kind === 'self') return true;
  const launch = launchAs(account, 'test', ['-r', path, '-a', '-x', path]);
  return spawnSync(launch.command, launch.args, { ...launch.options, stdio: 'ignore' }).status === 0;
}

const PREFERRED_ACCOUNTS = ['postgres', 'daemon', 'nobody'];

/** initdb asks for the name of its user, so the account must be a known one. */
function knownAccounts(): Extract<Account, { kind: 'other_user' }>[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter(([, , uid]) => Number(uid) > 0)
    .map(([name = '', , uid, gid]) => ({ kind: 'other_user', name, uid: Number(uid), gid: Number(gid) }));
}
