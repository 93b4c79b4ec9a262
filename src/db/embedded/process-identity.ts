import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';

/**
 * What tells a process from a later one with the same pid: the boot and the time of its start. Undefined if there is
 * no such process (a zombie counts as none). Linux: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export function processIdentity(pid: number): string | undefined {
  return process.platform === 'linux' ? linuxIdentity(pid) : psIdentity(pid);
}

/** Within one space a pid names one process: a boot, and in it a container. */
export function processSpace(): string {
  if (process.platform !== 'linux') return 'host';
  const namespace = readlinkSync('/proc/self/ns/pid').replaceAll(/[^0-9]/g, '');
  return `${bootId()}-${namespace}`;
}

export function isRunning(pid: number): boolean {
  return processIdentity(pid) !== undefined;
}

/** Whether the process is a PostgreSQL server of this directory: it works inside it, and nothing else does. */
export function isPostmasterOf(pid: number, clusterDirectory: string): boolean {
  if (!isRunning(pid)) return false;
  if (process.platform !== 'linux') return ps(pid, 'command=').includes(clusterDirectory);
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === clusterDirectory;
  } catch {
    return false;
  }
}

function linuxIdentity(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the program's name in brackets and may contain anything; the third is the state.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state] = fields;
    const startTicks = fields[19];
    return state === 'Z' || state === 'X' ? undefined : `${bootId()}.${startTicks}`;
  } catch {
    return undefined;
  }
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim().replaceAll('-', '');
}

function psIdentity(pid: number): string | undefined {
  const started = ps(pid, 'lstart=');
  return started === '' ? undefined : started.replaceAll(/[^A-Za-z0-9]+/g, '');
}

function ps(pid: number, column: string): string {
  try {
    return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}
