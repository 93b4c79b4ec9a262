import { createServer } from 'node:net';
import { join } from 'node:path';

/** Where the server listens: a Unix socket in a private directory, or 127.0.0.1. */
export type Endpoint =
  | { readonly kind: 'socket'; readonly directory: string }
  | { readonly kind: 'loopback'; readonly port: number };

/** The role that owns the embedded databases. */
export const OWNER = 'rappen';
/** Part of the socket's file name; nothing listens on this port. */
export const SOCKET_PORT = 5432;
/** A socket's path has at most 107 bytes on Linux and 103 on macOS. */
const MAX_SOCKET_PATH_BYTES = 100;

/** The socket if its path is short enough; else the port, or a free one. */
export async function chooseEndpoint(directory: string, port: number | undefined): Promise<Endpoint> {
  const path = join(directory, `.s.PGSQL.${SOCKET_PORT}`);
  const socketWorks = process.platform !== 'win32' && Buffer.byteLength(path) <= MAX_SOCKET_PATH_BYTES;
  if (port === undefined && socketWorks) return { kind: 'socket', directory };
  return { kind: 'loopback', port: port ?? (await freePort()) };
}

/** The owner's URL. Its host is for readers like `new URL`: for a socket, pg and libpq take the parameter instead. */
export function endpointUrl(endpoint: Endpoint, password: string, database: string): string {
  const credentials = `postgresql://${OWNER}:${encodeURIComponent(password)}@`;
  return endpoint.kind === 'socket'
    ? `${credentials}localhost/${database}?host=${encodeURIComponent(endpoint.directory)}&port=${SOCKET_PORT}`
    : `${credentials}127.0.0.1:${endpoint.port}/${database}`;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port on 127.0.0.1');
  return address.port;
}
