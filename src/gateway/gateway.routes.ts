import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Endpoint, Provider } from '#aicore/provider.ts';
import { writeAnswer } from '#http/http-answer.ts';
import type { HttpServer } from '#http/http-server.ts';
import { toAppError } from '#http/problem.ts';
import { raiseAlarm } from '#kernel/alarm.ts';
import { must } from '#kernel/assert.ts';
import { AppError } from '#kernel/error.ts';
import { freeCall } from './free-call.ts';
import type { GatewayAnswer } from './gateway-call.ts';
import type { GatewayDeps } from './gateway-deps.ts';
import { admit, type GatewayDoor } from './gateway-door.ts';
import { meteredCall } from './metered-call.ts';
import { pathToProvider } from './provider-path.ts';
import { refusal } from './provider-refusal.ts';

export interface GatewayRoutesDeps extends GatewayDeps, Pick<GatewayDoor, 'isStopping' | 'authenticator'> {
  readonly providers: readonly Provider[];
  readonly rateLimits: GatewayDoor['rateLimits'];
}

/**
 * Every endpoint of every provider, below the provider's mount; nothing else exists there, so there is no way around
 * the ledger. All refusals have the provider's shape.
 */
export function mountGateway(server: HttpServer, deps: GatewayRoutesDeps): void {
  for (const provider of deps.providers) {
    server.register(
      (scope, _options, done) => {
        scope.addHook('onRequest', (request, reply, next) => admit(deps, request, reply, next));
        for (const endpoint of provider.endpoints) {
          scope.route({
            method: endpoint.method,
            url: endpoint.path,
            handler: (request, reply) => handle(deps, provider, endpoint, request, reply),
          });
        }
        scope.setNotFoundHandler((request, reply) =>
          refuse(deps, provider, new AppError('not_found'), request, reply),
        );
        scope.setErrorHandler((error, request, reply) => refuse(deps, provider, error, request, reply));
        done();
      },
      { prefix: provider.mountPath },
    );
  }
}

function handle(
  deps: GatewayRoutesDeps,
  provider: Provider,
  endpoint: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  reply.hijack();
  answerCall(deps, provider, endpoint, request).then(
    (answer) => send(reply, answer),
    (error: unknown) => refuse(deps, provider, error, request, reply),
  );
}

async function answerCall(
  deps: GatewayRoutesDeps,
  provider: Provider,
  endpoint: Endpoint,
  request: FastifyRequest,
): Promise<GatewayAnswer> {
  const call = {
    actor: must(request.actor, 'the actor'),
    provider,
    requestId: request.id,
    path: pathToProvider(endpoint, request.params, request.raw.url ?? ''),
    headers: request.headers,
    body: Buffer.isBuffer(request.body) ? request.body : undefined,
    callerHasLeft: () => request.raw.socket.destroyed,
  };
  return endpoint.kind === 'free'
    ? freeCall(deps, { ...call, endpoint })
    : meteredCall(deps, { ...call, endpoint });
}

function refuse(
  deps: GatewayRoutesDeps,
  provider: Provider,
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const error = toAppError(thrown);
  request.errorCode = error.code;
  if (error.code === 'internal') {
    raiseAlarm(deps.log, 'internal_error', { err: thrown, requestId: request.id }, 'a call failed');
  }
  if (!reply.sent) reply.hijack();
  send(reply, refusal(provider, error, request.id));
}

function send(reply: FastifyReply, answer: GatewayAnswer): void {
  void writeAnswer(reply.raw, answer);
}
