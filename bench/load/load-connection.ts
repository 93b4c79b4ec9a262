import { connect, type Socket } from 'node:net';
import { AnswerReader } from './answer-reader.ts';

export interface AnswerTimes {
  readonly latencyMs: number;
  readonly firstByteMs: number;
}

export interface LoadConnection {
  /** Sends the request and waits for the whole answer. Rejects if there is none, or another than status 200. */
  call(): Promise<AnswerTimes>;
  close(): void;
}

const BUFFER_BYTES = 65_536;

/** One connection, with one buffer that is used again and again. */
export async function openLoadConnection(port: number, request: Uint8Array): Promise<LoadConnection> {
  const reader = new AnswerReader();
  let sentAt = 0;
  let firstByteMs = 0;
  let waiting: PromiseWithResolvers<AnswerTimes> | undefined;

  const take = (length: number, bytes: Buffer): boolean => {
    const isWhole = reader.read(bytes, length);
    const nowMs = performance.now();
    if (firstByteMs === 0 && reader.hasBody) firstByteMs = nowMs - sentAt;
    if (isWhole) end(reader.problem, { latencyMs: nowMs - sentAt, firstByteMs });
    return true;
  };
  const end = (problem: string | undefined, times: AnswerTimes) => {
    const call = waiting;
    waiting = undefined;
    if (problem === undefined) call?.resolve(times);
    else call?.reject(new Error(problem));
  };
  const socket = await connected(port, take);
  socket.on('error', (error) => end(error.message, NOTHING));
  socket.on('close', () => end('the connection was closed', NOTHING));

  return {
    call() {
      reader.reset();
      firstByteMs = 0;
      waiting = Promise.withResolvers<AnswerTimes>();
      sentAt = performance.now();
      socket.write(request);
      return waiting.promise;
    },
    close: () => socket.destroy(),
  };
}

const NOTHING: AnswerTimes = { latencyMs: 0, firstByteMs: 0 };

function connected(port: number, take: (length: number, bytes: Buffer) => boolean): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: '127.0.0.1',
      port,
      noDelay: true,
      onread: {
        buffer: Buffer.allocUnsafeSlow(BUFFER_BYTES),
        callback: (length, bytes) => take(length, bytes as Buffer),
      },
    });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}
