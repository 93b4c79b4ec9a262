import { connect } from 'node:net';

/** A request written by hand: fetch would tidy it up. Resolves with all that came until the server went quiet. */
export function rawRequest(url: string, head: string, key: string, body: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const length = /content-length|transfer-encoding/.test(head)
    ? ''
    : `content-length: ${Buffer.byteLength(body)}\r\n`;
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(Number(port), hostname);
    socket.setTimeout(5_000, () => socket.destroy());
    socket.on('data', (data) => {
      text += data.toString('latin1');
    });
    // A server that refuses a body may close while it is being sent.
    socket.on('error', (error: NodeJS.ErrnoException) =>
      /EPIPE|ECONNRESET/.test(error.code ?? '') ? undefined : reject(error),
    );
    socket.on('close', () => resolve(text));
    socket.write(
      `${head}\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer ${key}\r\ncontent-type: application/json\r\n${length}\r\n${body}`,
    );
  });
}
