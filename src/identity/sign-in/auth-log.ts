import type { Log } from '#kernel/log.ts';

/**
 * better-auth's messages in our log. Of what it adds to a message only errors are kept, by name and code: the rest may be
 * a request's body, and an error's text may quote one. A wrong password is no event for the log at all.
 */
export function authLog(log: Log) {
  return {
    disableColors: true,
    log: (level: 'debug' | 'info' | 'warn' | 'error', message: string, ...rest: readonly unknown[]) => {
      const errors = rest.filter((item) => item instanceof Error).map(describe);
      // Addresses of the caller's choice stand at the end of some messages.
      const text = message.replace(/:.*$/s, '').slice(0, 200);
      log[level === 'error' ? 'warn' : 'debug']({ errors }, `sign-in: ${text}`);
    },
  };
}

function describe(error: Error): { name: string; code: string | undefined } {
  return { name: error.name, code: 'code' in error ? String(error.code) : undefined };
}
