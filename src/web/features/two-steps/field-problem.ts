import { ApiProblem } from '#web/lib/api/api-problem.ts';

/** The field that a refusal is about, as the form names it: `amountChf` of `body.amountChf`. */
export function fieldOf(problem: unknown): string | undefined {
  if (!(problem instanceof ApiProblem)) return undefined;
  return problem.path?.replace(/^(body|path|query)\./, '');
}

/** What the server says of this field, without the field's name before it; undefined: nothing. */
export function fieldProblem(problem: unknown, field: string): string | undefined {
  if (!(problem instanceof ApiProblem) || fieldOf(problem) !== field) return undefined;
  const start = `${problem.path}: `;
  return problem.message.startsWith(start) ? problem.message.slice(start.length) : problem.message;
}
