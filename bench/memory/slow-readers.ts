import { connect, type Socket } from 'node:net';

/** Callers that send their request, and then read nothing of the answer until they leave. */
export async function openSlowReaders(
  port: number,
  request: Uint8Array,
  count: number,
): Promise<{ leave(): void }> {
  const sockets = await Promise.all(Array.from({ length: count }, () => openSlowReader(port, request)));
  return {
    leave() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

function openSlowReader(port: number, request: Uint8Array): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.pause();
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject).on('error', () => undefined);
      socket.write(request);
      resolve(socket);
    });
  });
}
