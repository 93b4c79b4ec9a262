import { pino, type SerializedError, stdSerializers } from 'pino';

/**
 * Structured logs, one JSON object a line, on standard error. Keys, passwords, headers and prompts are never
 * passed to a log call; the list below is the second lock on the same door.
 */
export type Log = Pick<ReturnType<typeof pino>, 'debug' | 'info' | 'warn' | 'error' | 'fatal'>;

const SECRET_FIELDS = ['key', 'apiKey', 'password', 'authorization', 'headers', 'body', 'prompt', 'url'];

export function createLog(level: string): Log {
  return pino(
    {
      level,
      base: null,
      redact: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]),
      serializers: { err: loggedError },
    },
    pino.destination({ fd: 2, sync: true }),
  );
}

/** An error for the log, without what PostgreSQL tells of the row at fault: `Failing row contains (...)`. */
export function loggedError(error: Error): SerializedError {
  const {
    detail: _detail,
    where: _where,
    internalQuery: _internalQuery,
    ...rest
  } = stdSerializers.err(error);
  return rest as SerializedError;
}

export const silentLog: Log = pino({ level: 'silent' });
