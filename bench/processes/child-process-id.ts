import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The process that this one has started; it must be the only one. */
export function childProcessId(parent: number): number {
  const children = childrenOf(parent);
  const [child] = children;
  if (child === undefined || children.length > 1) {
    throw new Error(`process ${parent} has ${children.length} children instead of one`);
  }
  return child;
}

function childrenOf(parent: number): number[] {
  try {
    return numbers(readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8'));
  } catch {
    const processes = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
    return processes.map(numbers).flatMap(([pid = 0, ppid]) => (ppid === parent ? [pid] : []));
  }
}

function numbers(text: string): number[] {
  return text.trim().split(/\s+/).filter(Boolean).map(Number);
}
