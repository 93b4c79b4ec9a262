import { mountGateway } from '#gateway/gateway.routes.ts';
import { mountHealth } from '#http/health.routes.ts';
import { createHttpServer, type HttpServer } from '#http/http-server.ts';
import type { ApiRoute } from '#identity/access/api-route.ts';
import { decorateRequests, mountApi } from '#identity/access/mount-api.ts';
import { meRoutes } from '#identity/me/me.routes.ts';
import { mountSignIn } from '#identity/sign-in/sign-in.routes.ts';
import type { Context } from './context.ts';
import { documentationRoutes } from './operation/documentation/documentation.routes.ts';
import { mountMetrics } from './operation/metrics/metrics.routes.ts';
import { createRequestEnd } from './operation/request-end.ts';

/** Every URL of Rappen. */
export function createApp(context: Context): HttpServer {
  const onEnd = createRequestEnd({ ...context, metrics: context.metrics.requests });
  const server = createHttpServer({ ...context, onEnd });
  decorateRequests(server);
  mountHealth(server, { pool: context.database.pool, isStopping: context.isStopping });
  mountMetrics(server, context);
  mountSignIn(server, context.signIn);
  mountGateway(server, context);
  mountApi(server, context, apiRoutes(context));
  return server;
}

/** Every route of the API, in the order of its documentation. */
export function apiRoutes(context: Context): readonly ApiRoute[] {
  const { db } = context.database;
  const { providers, publicUrl } = context;
  const providerNames = providers.map(({ name }) => name);
  const routes = [...meRoutes({ db, providerNames })];
  const hasSingleSignOn = context.signIn.oidcName !== undefined;
  return [...routes, ...documentationRoutes(routes, { providers, publicUrl, hasSingleSignOn })];
}
