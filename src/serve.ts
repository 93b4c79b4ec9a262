import type { AddressInfo } from 'node:net';
import type { HttpServer } from '#http/http-server.ts';
import { must } from '#kernel/assert.ts';
import { createApp } from './app.ts';
import type { Context } from './context.ts';

export interface ServedApp {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  /**
   * Takes no new calls, and lets those that run end; after `graceMs` they are broken off and charged for what they have
   * shown. Ends when all of them are settled.
   */
  stop(graceMs: number): Promise<void>;
}

/** A caller may take so long to fetch the end of an answer that is settled. */
const LAST_BYTES_MS = 2_000;

/** Listens. Port 0: any free one. `app`: for tests, with routes of their own. */
export async function serve(
  context: Context,
  where: { host: string; port: number },
  app: HttpServer = createApp(context),
): Promise<ServedApp> {
  await app.listen({ host: where.host, port: where.port });
  const { port } = must(app.server.address() as AddressInfo | null, 'the address');
  const url = urlOf({ host: where.host, port });
  context.publicAddress.listensAt(url);
  return {
    url,
    stop: async (graceMs) => {
      context.stopAccepting();
      const closed = new Promise<void>((resolve) => app.server.close(() => resolve()));
      app.server.closeIdleConnections();
      await context.callsInFlight.drain(graceMs);
      const cut = setTimeout(() => app.server.closeAllConnections(), LAST_BYTES_MS);
      await closed;
      clearTimeout(cut);
      // Calls that were still asking for their hold when the others had ended.
      await context.callsInFlight.drain(0);
      await app.close();
    },
  };
}

/** Where who listens there is reached: `http://127.0.0.1:8080`. */
export function urlOf({ host, port }: { readonly host: string; readonly port: number }): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
