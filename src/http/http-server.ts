import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { raiseAlarm } from '#kernel/alarm.ts';
import { AppError, type ErrorCode } from '#kernel/error.ts';
import { newId } from '#kernel/id.ts';
import type { Log } from '#kernel/log.ts';
import { BodyBudget } from './body-budget.ts';
import { type HttpAnswer, writeAnswer } from './http-answer.ts';
import { problemAnswer, toAppError } from './problem.ts';
import { type Headers, responseWith } from './standing-headers.ts';

const MAX_BODY_BYTES = 32 * 1024 * 1024;
/** Of all requests together. */
const MAX_BODIES_BYTES = 512 * 1024 * 1024;
const MAX_HEADERS_BYTES = 16 * 1024;
const MAX_HEADERS = 100;
/** The longest is a model's name. */
const MAX_PATH_PARAMETER_CHARACTERS = 256;
const MAX_URL_CHARACTERS = 8 * 1024;
/** A request has this long to arrive in full; its headers alone a third of it. Looked at every five seconds. */
const TIMEOUTS = { requestMs: 60_000, headersMs: 20_000, checkMs: 5_000 };
/** Longer than the idle time of common proxies, so that they close first. */
const KEEP_ALIVE_TIMEOUT_MS = 75_000;

export type HttpServer = FastifyInstance;

declare module 'fastify' {
  interface FastifyRequest {
    /** Of the error that was answered. */
    errorCode: ErrorCode | undefined;
  }
}

export interface HttpServerOptions {
  readonly log: Log;
  /** On every answer that does not bring its own of that name (lower case). */
  readonly headers: Headers;
  /** Addresses (or ranges) of proxies whose `x-forwarded-for` is believed; without any, `request.ip` is who connected. */
  readonly trustedProxies?: readonly string[];
  /** For tests: shorter ones. */
  readonly timeouts?: typeof TIMEOUTS;
  /** What a person sees at an address that is none; undefined: the refusal that programs get. */
  readonly missingPage?: ((request: FastifyRequest) => HttpAnswer | undefined) | undefined;
  /** Hears of every request when its answer has ended, or its caller has left. */
  readonly onEnd?: (request: FastifyRequest, status: number, durationMs: number) => void;
}

/**
 * The HTTP server with everything bounded: size of body, address and headers, number of headers, time to send them.
 * Bodies arrive as bytes and only as `application/json`; errors leave as problem+json unless a part of the tree has its
 * own format.
 */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { log, headers, trustedProxies = [], timeouts = TIMEOUTS, onEnd, missingPage } = options;
  const server = fastify({
    logger: false,
    genReqId: () => newId('req'),
    requestIdHeader: false,
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: timeouts.requestMs,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: MAX_PATH_PARAMETER_CHARACTERS },
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    http: {
      maxHeaderSize: MAX_HEADERS_BYTES,
      headersTimeout: timeouts.headersMs,
      connectionsCheckingInterval: timeouts.checkMs,
      ServerResponse: responseWith(headers),
    },
    clientErrorHandler: (error, socket) => answerUnreadable(error, socket, headers),
    frameworkErrors: (error, request, reply) => sendProblem(request, reply, toAppError(error)),
  });
  // Node drops headers above this number without a word; so it must not, and `refusalOfHead` counts them.
  server.server.maxHeadersCount = 0;

  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
  server.decorateRequest('errorCode', undefined);
  if (onEnd)
    server.addHook('onRequest', (request, reply, done) => {
      const begunMs = performance.now();
      reply.raw.once('close', () => onEnd(request, statusOf(reply.raw), performance.now() - begunMs));
      done();
    });
  server.addHook('onRequest', (request, _reply, done) => {
    done(refusalOfHead(request));
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
    const page = missingPage?.(request);
    if (!page) return sendProblem(request, reply, new AppError('not_found'));
    request.errorCode = 'not_found';
    reply.hijack();
    void writeAnswer(reply.raw, page);
  });
  server.setErrorHandler((thrown, request, reply) => {
    const error = toAppError(thrown);
    if (error.code === 'internal') {
      raiseAlarm(log, 'internal_error', { err: thrown, requestId: request.id }, 'request failed');
    }
    sendProblem(request, reply, error);
  });
  return server;
}

/** 499, as proxies have it, where the caller left before there was an answer. */
function statusOf(response: ServerResponse): number {
  return response.headersSent ? response.statusCode : 499;
}

function refusalOfHead({ raw, headers }: FastifyRequest): AppError | undefined {
  if (raw.rawHeaders.length > 2 * MAX_HEADERS) {
    return new AppError('invalid_request', { path: 'headers' }, `headers: more than ${MAX_HEADERS}`);
  }
  if ((raw.url?.length ?? 0) > MAX_URL_CHARACTERS) return new AppError('uri_too_long');
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    return new AppError('unsupported_media_type', {}, 'The body must not be compressed.');
  }
  return undefined;
}

/** What is no HTTP, or too much of it, has no request to answer. */
function answerUnreadable({ code }: NodeJS.ErrnoException, socket: Socket, standing: Headers): void {
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
    ...standing,
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

function sendProblem(
  request: Pick<FastifyRequest, 'id' | 'errorCode'>,
  reply: Pick<FastifyReply, 'hijack' | 'raw'>,
  error: AppError,
): void {
  request.errorCode = error.code;
  reply.hijack();
  void writeAnswer(reply.raw, problemAnswer(error, request.id));
}
