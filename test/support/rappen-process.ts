import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { TestDatabase } from './test-database.ts';

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
/** A command that hangs is a fault of its own. */
const TIMEOUT_MS = 25_000;

export interface RappenRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as JSON; undefined if it is none. */
  readonly json: Record<string, unknown> | undefined;
}

/** Runs `rappen <args>` as a process of its own, as an operator does. Only PATH and the given environment reach it. */
export function runRappen(environment: Record<string, string>, ...args: string[]): Promise<RappenRun> {
  return runFed(environment, undefined, args);
}

/** `input` comes by standard input; undefined: nothing does, and it stays open. */
function runFed(
  environment: Record<string, string>,
  input: string | undefined,
  args: readonly string[],
): Promise<RappenRun> {
  return new Promise((resolve, reject) => {
    const options = {
      env: { PATH: process.env.PATH, ...environment },
      timeout: TIMEOUT_MS,
      maxBuffer: 2 ** 26,
    };
    const child = execFile(process.execPath, [CLI, ...args], options, (error, stdout, stderr) => {
      const exitCode = error ? error.code : 0;
      if (typeof exitCode === 'number') resolve({ exitCode, stdout, stderr, json: parse(stdout) });
      else reject(new Error(`rappen ${args.join(' ')} did not end by itself: ${stderr}`, { cause: error }));
    });
    if (input !== undefined) child.stdin?.end(input);
  });
}

/** The commands on a test's database. */
export function rappenOn(database: TestDatabase) {
  const environment = { DATABASE_URL: database.ownerUrl, DATABASE_APP_URL: database.appUrl };
  const run = (...args: string[]) => runRappen(environment, ...args);
  const ask = (...args: string[]) => run(...args, '--json');
  return {
    run,
    /** With `--json`. */
    ask,
    /** The same, with this as standard input. */
    askFed: (input: string, ...args: string[]) => runFed(environment, input, [...args, '--json']),
    /** The answer of a command that must succeed. */
    done: async (...args: string[]): Promise<Record<string, string>> => {
      const { exitCode, stderr, json } = await ask(...args);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      return json as Record<string, string>;
    },
  };
}

/** Exit code 1, the error as JSON on standard output, and one line for people. */
export function expectRefusal(run: RappenRun, error: Record<string, unknown>): void {
  expect(run.exitCode).toBe(1);
  expect(run.json).toEqual({ error: expect.objectContaining({ message: expect.any(String), ...error }) });
  expect(run.stderr).toMatch(/^rappen: [^\n]+\n$/);
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
