import { type ChildProcess, spawn } from 'node:child_process';

export interface ChildProgramOptions {
  readonly program: URL;
  readonly args?: readonly string[];
  /** All of its environment but PATH. */
  readonly env?: Readonly<Record<string, string>>;
  /** What it writes to standard output once it is ready. */
  readonly ready: RegExp;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A Node program of ours in a process of its own, which a test may kill. Dies with this process at the latest. */
export interface ChildProgram {
  readonly pid: number;
  /** What `ready` matched. */
  readonly match: RegExpExecArray;
  readonly exited: Promise<Exit>;
  readonly hasExited: () => boolean;
  /** The end of what it wrote to standard error. */
  readonly problems: () => string;
  kill(signal: NodeJS.Signals): void;
}

const KEPT_PROBLEM_CHARACTERS = 20_000;
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Rejects with what the program wrote to standard error if it ends before it is ready. */
export async function startChildProgram(options: ChildProgramOptions): Promise<ChildProgram> {
  const child = spawn(process.execPath, [options.program.pathname, ...(options.args ?? [])], {
    env: { PATH: process.env.PATH, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let problems = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    problems = (problems + text).slice(-KEPT_PROBLEM_CHARACTERS);
  });
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      running.delete(child);
      resolve({ code, signal });
    });
  });
  const match = await firstMatch(child, options.ready, exited, () => problems);
  return {
    pid: child.pid ?? 0,
    match,
    exited,
    hasExited: () => child.exitCode !== null || child.signalCode !== null,
    problems: () => problems,
    kill: (signal) => void child.kill(signal),
  };
}

function firstMatch(
  child: ChildProcess,
  ready: RegExp,
  exited: Promise<Exit>,
  problems: () => string,
): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      if (said.length > KEPT_PROBLEM_CHARACTERS) return;
      said += text;
      const match = ready.exec(said);
      if (match) resolve(match);
    });
    child.once('error', reject);
    void exited.then(({ code, signal }) =>
      reject(new Error(`it ended before it was ready (${code ?? signal}): ${problems()}`)),
    );
  });
}
