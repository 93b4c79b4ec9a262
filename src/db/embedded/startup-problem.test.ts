import { expect, test } from 'vitest';
import { startupProblem } from './startup-problem.ts';

const place = { dataDir: '/data', port: 5433 };

// Messages as PostgreSQL 18 writes them.
test.each([
  [
    'FATAL:  could not map anonymous shared memory: Cannot allocate memory\nHINT:  This error usually means',
    /not enough \(shared\) memory/,
  ],
  [
    'FATAL:  could not resize shared memory segment "/PostgreSQL.1" to 1048576 bytes: No space left on device',
    /not enough \(shared\) memory/,
  ],
  [
    'FATAL:  could not write lock file "postmaster.pid": No space left on device',
    /^the disk of .*\/data is full/,
  ],
  [
    'LOG:  could not bind IPv4 address "127.0.0.1": Address already in use\nFATAL:  could not create any TCP/IP sockets',
    /^port 5433 on 127.0.0.1 is in use/,
  ],
  [
    'FATAL:  database files are incompatible with server\nDETAIL:  The data directory was initialized by PostgreSQL version 16, which is not compatible with this version 18.4 (Debian).',
    /made by PostgreSQL 16, and this Rappen brings PostgreSQL 18/,
  ],
  [
    'postgres: error while loading shared libraries: libssl.so.1.1: cannot open shared object file',
    /libssl.so.1.1 is missing/,
  ],
  ['FATAL:  data directory "/data/postgres" has wrong ownership', /belongs to another account/],
  [
    '2026-01-01 00:00:00.000 UTC [12] LOG:  starting\n2026-01-01 00:00:00.000 UTC [12] FATAL:  the moon is full\n',
    /^PostgreSQL did not start: FATAL: {2}the moon is full$/,
  ],
  ['', /^PostgreSQL did not start: it gave no reason$/],
])('%s', (output, expected) => {
  expect(startupProblem(output, place)).toMatch(expected);
});
