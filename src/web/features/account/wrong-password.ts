import { ApiProblem } from '#web/lib/api/api-problem.ts';

/** The present password was asked for, and it was another one. */
export function isWrongPassword(error: unknown): boolean {
  return error instanceof ApiProblem && (error.path === 'password' || error.path === 'currentPassword');
}
