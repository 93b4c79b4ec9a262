import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayAnswer } from '#gateway/gateway-call.ts';
import { admit, type GatewayDoor } from '#gateway/gateway-door.ts';
import type { OfferedModelsDeps } from '#gateway/model-list/offered-models.ts';
import { writeAnswer } from '#http/http-answer.ts';
import type { HttpServer } from '#http/http-server.ts';
import type { Actor } from '#identity/actor.ts';
import { raiseAlarm } from '#kernel/alarm.ts';
import { must } from '#kernel/assert.ts';
import { AppError } from '#kernel/error.ts';
import type { Log } from '#kernel/log.ts';
import type { MeteredFetch } from '../processor/metered-fetch.ts';
import { complete } from './completion.service.ts';
import { completionError, completionRefusal } from './completion-refusal.ts';
import { listChatModels, requireChatModel } from './model-names.service.ts';

export interface CompletionRoutesDeps extends GatewayDoor, OfferedModelsDeps {
  readonly meteredFetch: MeteredFetch;
  readonly log: Log;
}

type Handler = (
  deps: CompletionRoutesDeps,
  actor: Actor,
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<GatewayAnswer>;

/** OpenAI's chat format for the models of every provider. Nothing else exists here; refusals have OpenAI's shape. */
export function mountChatCompletions(server: HttpServer, deps: CompletionRoutesDeps): void {
  server.register(
    (scope, _options, done) => {
      scope.addHook('onRequest', (request, reply, next) => admit(deps, request, reply, next));
      const route = (method: 'GET' | 'POST', url: string, handler: Handler) =>
        scope.route({ method, url, handler: (request, reply) => handle(deps, handler, request, reply) });
      route('POST', '/chat/completions', completion);
      route('GET', '/models', modelList);
      route('GET', '/models/*', oneModel);
      scope.setNotFoundHandler((request, reply) => refuse(deps, new AppError('not_found'), request, reply));
      scope.setErrorHandler((error, request, reply) => refuse(deps, error, request, reply));
      done();
    },
    { prefix: '/v1' },
  );
}

const completion: Handler = ({ meteredFetch }, actor, request, reply) => {
  const left = new AbortController();
  reply.raw.once('close', () => left.abort());
  const key = request.headers['idempotency-key'];
  return complete(meteredFetch, {
    actor,
    requestId: request.id,
    idempotencyKey: Array.isArray(key) ? key[0] : key,
    body: Buffer.isBuffer(request.body) ? request.body : undefined,
    signal: left.signal,
  });
};

const modelList: Handler = async (deps, actor, request) =>
  json(request, { object: 'list', data: await listChatModels(deps, actor) });

const oneModel: Handler = async (deps, actor, request) => {
  const { '*': id } = request.params as { '*': string };
  return json(request, await requireChatModel(deps, actor, id));
};

function json(request: FastifyRequest, body: unknown): GatewayAnswer {
  const headers = { 'content-type': 'application/json', 'x-request-id': request.id };
  return { status: 200, headers, body: Buffer.from(JSON.stringify(body)) };
}

function handle(
  deps: CompletionRoutesDeps,
  handler: Handler,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  reply.hijack();
  handler(deps, must(request.actor, 'the actor'), request, reply).then(
    (answer) => void writeAnswer(reply.raw, answer),
    (error: unknown) => refuse(deps, error, request, reply),
  );
}

function refuse(
  { log }: CompletionRoutesDeps,
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  if (!reply.sent) reply.hijack();
  const error = completionError(thrown);
  request.errorCode = error.code;
  if (error.code === 'internal')
    raiseAlarm(log, 'internal_error', { err: thrown, requestId: request.id }, 'a call failed');
  void writeAnswer(reply.raw, completionRefusal(error, thrown, request.id));
}
