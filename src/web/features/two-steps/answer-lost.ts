import { ApiProblem } from '#web/lib/api/api-problem.ts';

/**
 * True where nobody knows whether the server did it: it was not reached, or broke off, or something between answered in its
 * place. Every other refusal means that nothing happened.
 */
export function isAnswerLost(error: unknown): boolean {
  return error instanceof ApiProblem && (error.status === 0 || error.status >= 500);
}
