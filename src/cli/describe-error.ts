import { AppError } from '#kernel/error.ts';
import type { Answer } from './command.ts';
import { WrongUse } from './read-arguments.ts';

/** An error as a command prints it: `code`, `message`, and the details by name. */
export function describeError(error: unknown): Answer & { readonly message: string } {
  if (error instanceof AppError) return { code: error.code, message: plainMessage(error), ...error.details };
  if (error instanceof WrongUse) return { code: 'wrong_use', message: error.message };
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

function plainMessage(error: AppError): string {
  const details = Object.entries(error.details).map(([name, value]) => `${name} ${value}`);
  return details.length === 0 ? error.message : `${error.message} (${details.join(', ')})`;
}
