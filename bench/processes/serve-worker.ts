import type { Reply } from './worker.ts';

/** The worker's side: answers what the benchmark asks, one after the other, and ends when the benchmark does. */
export function serveWorker<Request, Answer>(answer: (request: Request) => Promise<Answer>): void {
  const send = (reply: Reply<Answer>) => process.send?.(reply);
  process.on('message', (request) => {
    answer(request as Request).then(
      (result) => send({ answer: result }),
      (error: unknown) =>
        send({ problem: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
  process.on('disconnect', () => process.exit());
  // Ctrl-C reaches the whole group of processes; the benchmark ends us when it has stopped what uses us.
  process.on('SIGINT', () => undefined);
}
