import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { type FastifyInstance, type FastifyReply, fastify } from 'fastify';
import { AppError } from '#kernel/error.ts';
import { newId } from '#kernel/id.ts';
import type { Log } from '#kernel/log.ts';
import { BodyBudget } from './body-budget.ts';
import { writeAnswer } from './http-answer.ts';
import { problemAnswer, toAppError } from './problem.ts';

const MAX_BODY_BYTES = 32 * 1024 * 1024;
/** Of all requests together. */
const MAX_BODIES_BYTES = 512 * 1024 * 1024;
const MAX_HEADERS_BYTES = 16 * 1024;
const MAX_HEADERS = 100;
/** A request has this long to arrive in full; its headers alone a third of it. */
const REQUEST_TIMEOUT_MS = 60_000;
const HEADERS_TIMEOUT_MS = 20_000;
/** Longer than the idle time of common proxies, so that they close first. */
const KEEP_ALIVE_TIMEOUT_MS = 75_000;

export type HttpServer = FastifyInstance;

/**
 * The HTTP server with everything bounded: size of body and headers, number of headers, time to send them. Bodies arrive
 * as bytes and only as `application/json`; errors leave as problem+json unless a part of the tree has its own format.
 * `extraHeaders` are on every answer.
 */
export function createHttpServer(log: Log, extraHeaders: Readonly<Record<string, string>> = {}): HttpServer {
  const server = fastify({
    logger: false,
    genReqId: () => newId('req'),
    requestIdHeader: false,
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    exposeHeadRoutes: false,
    http: {
      maxHeaderSize: MAX_HEADERS_BYTES,
      headersTimeout: HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: 5_000,
    },
    clientErrorHandler: (error, socket) => answerUnreadable(error, socket, extraHeaders),
    frameworkErrors: (error, request, reply) => {
      sendProblem(reply, toAppError(error), request.id);
    },
  });
  const extra = Object.entries(extraHeaders);
  if (extra.length > 0) {
    server.server.prependListener('request', (_request, response) => {
      for (const [name, value] of extra) response.setHeader(name, value);
    });
  }
  // Node drops headers above this number without a word; so it must not, and `refusalOfHead` counts them.
  server.server.maxHeadersCount = 0;

  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
  server.addHook('onRequest', (request, _reply, done) => {
    done(refusalOfHead(request.raw.rawHeaders, request.headers['content-encoding']));
  });
  // After every check of who calls: strangers reserve nothing.
  const budget = new BodyBudget(MAX_BODIES_BYTES, MAX_BODY_BYTES);
  server.addHook('preParsing', (request, reply, _payload, done) => {
    try {
      budget.reserve(request.headers, reply.raw);
      done(null);
    } catch (error) {
      done(toAppError(error));
    }
  });
  server.setNotFoundHandler((request, reply) => {
    sendProblem(reply, new AppError('not_found'), request.id);
  });
  server.setErrorHandler((thrown, request, reply) => {
    const error = toAppError(thrown);
    if (error.code === 'internal') log.error({ err: thrown, requestId: request.id }, 'request failed');
    sendProblem(reply, error, request.id);
  });
  return server;
}

function refusalOfHead(
  rawHeaders: readonly string[],
  contentEncoding: string | undefined,
): AppError | undefined {
  if (rawHeaders.length > 2 * MAX_HEADERS) {
    return new AppError('invalid_request', { path: 'headers' }, `headers: more than ${MAX_HEADERS}`);
  }
  if (contentEncoding !== undefined && contentEncoding !== 'identity') {
    return new AppError('unsupported_media_type', {}, 'The body must not be compressed.');
  }
  return undefined;
}

/** What is no HTTP, or too much of it, has no request to answer. */
function answerUnreadable(
  { code }: NodeJS.ErrnoException,
  socket: Socket,
  extraHeaders: Readonly<Record<string, string>>,
): void {
  if (code === 'ECONNRESET' || socket.destroyed) return;
  const status = UNREADABLE_STATUS[code ?? ''] ?? 400;
  const requestId = newId('req');
  const problem = {
    type: 'about:blank',
    title: STATUS_CODES[status],
    status,
    code: 'invalid_request',
    requestId,
  };
  const body = JSON.stringify(problem);
  const headers = {
    'content-type': 'application/problem+json',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
    'x-request-id': requestId,
    ...extraHeaders,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  if (socket.writable)
    socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
  socket.destroySoon();
}

const UNREADABLE_STATUS: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

function sendProblem(reply: Pick<FastifyReply, 'hijack' | 'raw'>, error: AppError, requestId: string): void {
  reply.hijack();
  void writeAnswer(reply.raw, problemAnswer(error, requestId));
}
