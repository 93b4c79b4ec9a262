import { mountGateway } from '#gateway/gateway.routes.ts';
import { mountHealth } from '#http/health.routes.ts';
import { createHttpServer, type HttpServer } from '#http/http-server.ts';
import type { Context } from './context.ts';

/** Every URL of Rappen. */
export function createApp(context: Context): HttpServer {
  const server = createHttpServer(context.log, context.extraHeaders);
  mountHealth(server, { pool: context.database.pool, isStopping: context.isStopping });
  mountGateway(server, context);
  return server;
}
