import { DatabaseError } from 'pg';
import { expect, test } from 'vitest';
import { AppError } from '#kernel/error.ts';
import { databaseError, isConnectionLost } from './database-error.ts';

function serverError(code: string): DatabaseError {
  return Object.assign(new DatabaseError('said the server', 1, 'error'), { code });
}

function systemError(code: string): Error {
  return Object.assign(new Error(`connect ${code}`), { code });
}

test.each([
  systemError('ECONNREFUSED'),
  systemError('ENOENT'),
  systemError('EPIPE'),
  new AggregateError([systemError('ECONNREFUSED')]),
  serverError('57P01'),
  serverError('57P03'),
  serverError('08006'),
  new Error('Connection terminated unexpectedly'),
  new Error('timeout exceeded when trying to connect'),
  new Error('Query read timeout'),
])('%s: the connection is lost', (error) => {
  expect(isConnectionLost(error)).toBe(true);
  const seen = databaseError(error);
  expect(seen).toMatchObject({ code: 'database_unavailable', cause: error });
  expect(isConnectionLost(seen)).toBe(true);
});

test.each(['53100', '53200', '53300', '55P03', '57014', '58030', '40P01'])(
  'code %s: unavailable, but the statement is known to have failed',
  (code) => {
    expect(isConnectionLost(serverError(code))).toBe(false);
    expect(databaseError(serverError(code))).toMatchObject({ code: 'database_unavailable' });
  },
);

test.each(['23505', '23514', '42601', 'P0001', '22003'])('code %s: passed on as it is', (code) => {
  const error = serverError(code);
  expect(isConnectionLost(error)).toBe(false);
  expect(databaseError(error)).toBe(error);
});

test('our own errors pass', () => {
  const error = new AppError('insufficient_balance');
  expect(databaseError(error)).toBe(error);
  expect(isConnectionLost(error)).toBe(false);
});
