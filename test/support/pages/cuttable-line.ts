import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';
import { must } from '#kernel/assert.ts';

type LineState = 'open' | 'cut' | 'bad gateway';

/** What stands between a browser and Rappen: a line that is cut, or a proxy that answers while its server restarts. */
export class CuttableLine {
  readonly url: string;
  /** Paths of the requests that got through. */
  readonly passed: string[] = [];
  /** Where the server is that answers; set it before anybody asks. */
  target = '';
  #state: LineState = 'open';
  readonly #closeConnections: () => void;

  constructor(url: string, closeConnections: () => void) {
    this.url = url;
    this.#closeConnections = closeConnections;
  }

  /** Every connection breaks, and new ones are broken (`cut`) or answered with 502 (`bad gateway`) until it is `open` again. */
  become(state: LineState): void {
    this.#state = state;
    if (state !== 'open') this.#closeConnections();
  }

  handle(asked: IncomingMessage, answer: ServerResponse): void {
    if (this.#state === 'cut') {
      asked.socket.destroy();
      return;
    }
    if (this.#state === 'bad gateway') {
      answer.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
      return;
    }
    this.passed.push(asked.url ?? '');
    const options = { method: asked.method ?? 'GET', headers: asked.headers };
    const forwarded = request(new URL(asked.url ?? '/', this.target), options, (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers);
      got.pipe(answer);
      got.on('error', () => answer.destroy());
    });
    forwarded.on('error', () => answer.destroy());
    answer.on('close', () => forwarded.destroy());
    asked.pipe(forwarded);
  }
}

/** Closed at the end of the file. */
export async function layLine(): Promise<CuttableLine> {
  const server = createServer((asked, answer) => line.handle(asked, answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = must(server.address() as AddressInfo | null, 'the address');
  const line = new CuttableLine(`http://127.0.0.1:${port}`, () => server.closeAllConnections());
  afterAll(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return line;
}
