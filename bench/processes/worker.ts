import { fork } from 'node:child_process';
import { once } from 'node:events';

/** A script of ours in a process of its own that answers one request at a time; see serve-worker.ts. */
export interface Worker<Request, Answer> {
  readonly pid: number;
  /** Rejects with the worker's own error, or when it dies. */
  ask(request: Request): Promise<Answer>;
  stop(): Promise<void>;
}

export type Reply<Answer> = { readonly answer: Answer } | { readonly problem: string };

/** `flags`: of Node. */
export function startWorker<Request extends object, Answer>(
  script: string,
  flags: readonly string[] = [],
): Worker<Request, Answer> {
  const child = fork(script, {
    execArgv: [...flags],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  const exited = once(child, 'exit');
  return {
    pid: child.pid ?? 0,
    async ask(request) {
      child.send(request);
      const [reply] = (await Promise.race([once(child, 'message'), exited.then(died)])) as [Reply<Answer>];
      if ('problem' in reply) throw new Error(reply.problem);
      return reply.answer;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.disconnect();
      await exited;
    },
  };
}

function died(): never {
  throw new Error('a process of the benchmark ended before it had answered');
}
