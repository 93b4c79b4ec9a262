import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { isRunning } from '#db/embedded/process-identity.ts';

const INTERVAL_MS = 200;

/** Of a process, in MB (10^6 bytes): what it has in memory now. */
export function residentMegabytes(pid: number): number {
  return kilobytes(pid) / (1e6 / 1024);
}

/** Watches a process until it ends; `stop` gives the most that it had in memory. */
export function watchMemory(pid: number): { stop(): number } {
  let most = residentMegabytes(pid);
  const look = () => {
    if (isRunning(pid)) most = Math.max(most, residentMegabytes(pid));
  };
  const timer = setInterval(look, INTERVAL_MS).unref();
  return {
    stop() {
      clearInterval(timer);
      look();
      return most;
    },
  };
}

function kilobytes(pid: number): number {
  const status = `/proc/${pid}/status`;
  if (existsSync(status)) return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(status, 'utf8'))?.[1]);
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }));
}
