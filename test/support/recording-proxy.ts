import { createServer, type IncomingHttpHeaders, request as sendRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';
import { must } from '#kernel/assert.ts';

/** One exchange between the gateway and the provider, as the wire saw it. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly requestHeaders: IncomingHttpHeaders;
  readonly requestBody: Buffer;
  readonly answerHeaders: IncomingHttpHeaders;
  readonly answerBody: Buffer;
}

export interface RecordingProxy {
  readonly url: string;
  readonly exchanges: Exchange[];
}

/** Stands between the gateway and the simulator, and keeps all that passes. Ends with the file. */
export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const exchanges: Exchange[] = [];
  const server = createServer(async (request, response) => {
    const requestBody = Buffer.concat(await request.toArray());
    const onward = sendRequest(
      new URL(request.url ?? '/', target),
      { method: request.method ?? 'GET', headers: { ...request.headers, host: new URL(target).host } },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        const pieces: Buffer[] = [];
        answer.on('data', (piece: Buffer) => {
          pieces.push(piece);
          response.write(piece);
        });
        answer.on('end', () => {
          exchanges.push({
            method: request.method ?? '',
            path: request.url ?? '',
            requestHeaders: request.headers,
            requestBody,
            answerHeaders: answer.headers,
            answerBody: Buffer.concat(pieces),
          });
          response.end();
        });
      },
    );
    onward.on('error', () => response.destroy());
    onward.end(requestBody);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => server.close().closeAllConnections());
  const { port } = must(server.address() as AddressInfo | null, 'the address');
  return { url: `http://127.0.0.1:${port}`, exchanges };
}
