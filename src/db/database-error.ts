import { AppError } from '#kernel/error.ts';

/**
 * Whether the connection broke or could not be made. If it broke during a statement, nobody knows whether the
 * statement took effect: only one with an id of its own may be sent again.
 */
export function isConnectionLost(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isConnectionLost);
  if (error instanceof AppError)
    return error.code === 'database_unavailable' && isConnectionLost(error.cause);
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  return SYSTEM_CODES.has(code) || LOST_CODES.test(code) || LOST_MESSAGES.test(error.message);
}

/**
 * The error as callers should see it: `database_unavailable` where the same request may succeed later (no connection,
 * shutdown, disk full, out of memory, too many clients, timeouts of locks and statements), else unchanged.
 */
export function databaseError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  if (isConnectionLost(error) || UNAVAILABLE_CODES.test(codeOf(error))) {
    return new AppError('database_unavailable', {}, undefined, error);
  }
  return error;
}

// https://nodejs.org/api/errors.html#common-system-errors
const SYSTEM_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
  'ENOTCONN',
]);

// https://www.postgresql.org/docs/current/errcodes-appendix.html: 08 connection, 57P01-57P05 shutdown, crash, starting up, dropped, idle.
const LOST_CODES = /^(08...|57P0[1-5]|25P03)$/;
// 53 resources, 55P03 lock timeout, 57014 statement timeout, 58 I/O errors, 25006 a read-only stand-by, 40001/40P01 conflicts.
const UNAVAILABLE_CODES = /^(53...|55P03|57014|58...|25006|40001|40P01)$/;
// Errors that pg and pg-pool make themselves; they carry no code.
const LOST_MESSAGES =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout expired|timeout exceeded when trying to connect|Query read timeout)/;

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
