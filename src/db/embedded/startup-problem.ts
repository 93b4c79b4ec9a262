/** The one line that tells a person what to do, read from the server's log or from an error of the system. */
export function startupProblem(output: string, place: Place): string {
  const known = PROBLEMS.find(({ pattern }) => pattern.test(output));
  if (known) return known.text(place, known.pattern.exec(output) ?? []);
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const telling =
    lines.find((line) => /invalid value for parameter|unrecognized configuration parameter/.test(line)) ??
    lines.findLast((line) => /FATAL|PANIC|error:/.test(line)) ??
    lines.at(-1);
  return `PostgreSQL did not start: ${telling?.replace(LINE_PREFIX, '').trim() ?? 'it gave no reason'}`;
}

/** Time, zone and pid: `log_line_prefix` of server-settings.ts. */
const LINE_PREFIX = /^[\d-]+ [\d:.]+ \w+ \[\d+\] /;

interface Place {
  readonly dataDir: string;
  readonly port?: number | undefined;
}

interface Problem {
  readonly pattern: RegExp;
  readonly text: (place: Place, match: readonly string[]) => string;
}

// The order matters: a full /dev/shm also says "No space left on device".
const PROBLEMS: readonly Problem[] = [
  {
    pattern: /could not (?:map|resize|create|open) (?:anonymous )?shared memory|could not create semaphores/,
    text: () =>
      'there is not enough (shared) memory for PostgreSQL: it needs about 300 MB. ' +
      'Give the machine or container more, or lower shared_buffers in local.conf of its data directory',
  },
  {
    pattern: /Address already in use|could not create any TCP\/IP sockets|EADDRINUSE/,
    text: ({ port }) => `port ${port} on 127.0.0.1 is in use by another program: choose another one`,
  },
  {
    pattern: /No space left on device|ENOSPC|Disk quota exceeded|EDQUOT/,
    text: ({ dataDir }) => `the disk of the data directory ${dataDir} is full: PostgreSQL cannot start`,
  },
  {
    pattern: /Read-only file system|EROFS/,
    text: ({ dataDir }) => `the data directory ${dataDir} is on a read-only file system`,
  },
  {
    pattern: /initialized by PostgreSQL version (\d+),? which is not compatible with this version (\d+)/,
    text: ({ dataDir }, [, theirs, ours]) => otherMajor(dataDir, theirs, ours),
  },
  {
    pattern: /wrong ownership|Permission denied|EACCES|EPERM/,
    text: ({ dataDir }) => `the data directory ${dataDir} belongs to another account or may not be written`,
  },
  {
    pattern: /error while loading shared libraries: ([^:\n]+)|ENOENT/,
    text: (_place, [, library]) =>
      `the embedded PostgreSQL does not run on this system${library ? ` (${library} is missing)` : ''}: ` +
      'set DATABASE_URL to a PostgreSQL of version 15 or newer',
  },
];

export function otherMajor(dataDir: string, theirs = '?', ours: string | number = '?'): string {
  return (
    `the data directory ${dataDir} was made by PostgreSQL ${theirs}, and this Rappen brings PostgreSQL ${ours}: ` +
    'dump it with the old version and load it with the new one (docs/operations.md)'
  );
}
