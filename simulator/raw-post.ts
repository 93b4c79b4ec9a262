import { connect } from 'node:net';

/** What came back on a connection: all bytes in the pieces in which they arrived, and how it ended. */
export interface RawAnswer {
  readonly pieces: readonly Buffer[];
  readonly text: string;
  /** `end`: closed in order. `reset`: ECONNRESET. `timeout`: nothing ended it within the time. */
  readonly ended: 'end' | 'reset' | 'timeout';
}

/** Posts JSON over a bare socket, for tests that look at single TCP reads and at how a connection ends. */
export function rawPost(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: unknown,
  timeoutMs = 2000,
): Promise<RawAnswer> {
  const { hostname, port, pathname } = new URL(url);
  const text = JSON.stringify(body);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `POST ${pathname} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${lines.join('')}`;
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    const socket = connect(Number(port), hostname);
    const finish = (ended: RawAnswer['ended']) => {
      socket.destroy();
      resolve({ pieces, text: Buffer.concat(pieces).toString('utf8'), ended });
    };
    socket.setTimeout(timeoutMs, () => finish('timeout'));
    socket.on('data', (piece) => pieces.push(piece));
    socket.on('end', () => finish('end'));
    socket.on('error', () => finish('reset'));
    socket.write(`${head}content-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  });
}
