import type { FastifyRequest } from 'fastify';
import type { Db } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { writeAnswer } from '#http/http-answer.ts';
import type { HttpServer } from '#http/http-server.ts';
import { parseJsonObject } from '#http/json-body.ts';
import { RateLimiter } from '#http/rate-limiter.ts';
import { AppError, invalidRequest } from '#kernel/error.ts';
import { parseId, type RunId } from '#kernel/id.ts';
import { HOOKS } from './automation.routes.ts';
import { findHooked } from './automation.store.ts';
import type { Automation } from './automation.ts';
import { readInput } from './run-input.ts';
import { queueRun } from './run-queue.ts';
import { verifiedMessageId } from './webhook-signature.ts';

export interface WebhookDeps {
  readonly db: Db;
  readonly sessionSecret: string;
}

const MOST_BODY_BYTES = 256 * 1024;
/** Of one automation in each process. */
const CALLS_PER_MINUTE = 120;

/** Where programs start an automation: signed, and nothing else gets in. Unknown and wrongly signed are answered alike. */
export function mountWebhooks(server: HttpServer, deps: WebhookDeps): void {
  const limiter = new RateLimiter(CALLS_PER_MINUTE);
  server.route({
    method: 'POST',
    url: `${HOOKS}/:automationId`,
    bodyLimit: MOST_BODY_BYTES,
    handler: async (request, reply) => {
      const runId = await startByHook(deps, limiter, request);
      reply.hijack();
      await writeAnswer(reply.raw, {
        status: 202,
        headers: { 'content-type': 'application/json; charset=utf-8', 'x-request-id': request.id },
        body: Buffer.from(JSON.stringify({ runId })),
      });
    },
  });
}

async function startByHook(
  { db, sessionSecret }: WebhookDeps,
  limiter: RateLimiter,
  request: FastifyRequest,
): Promise<RunId> {
  const { automationId = '' } = request.params as { automationId?: string };
  const id = parseId('aut', automationId);
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const automation = id && (await findHooked(db, id));
  const signed = { headers: request.headers, body };
  const messageId = automation && verifiedMessageId(sessionSecret, automation, signed, new Date());
  if (!automation || messageId === undefined) throw new AppError('invalid_signature');
  if (automation.status === 'paused') throw new AppError('conflict', {}, 'This automation is paused.');
  const waitMs = limiter.waitMs(automation.id);
  if (waitMs > 0) throw new AppError('rate_limited', { retry_after_seconds: Math.ceil(waitMs / 1000) });
  limiter.take(automation.id);
  const input = readInput(automation.variables, valuesIn(parseJsonObject(body), automation), 'body');
  const run = { trigger: 'webhook', requestKey: `webhook ${messageId}`, input } as const;
  return (await transaction(db, (tx) => queueRun(tx, automation, run))).runId;
}

/** The fields that the prompt has places for; what else a program sends is its own matter. */
function valuesIn(
  body: Readonly<Record<string, unknown>>,
  { variables }: Pick<Automation, 'variables'>,
): Record<string, string> {
  const values = variables.flatMap(({ name }): [string, string][] => {
    const value = Object.hasOwn(body, name) ? body[name] : undefined;
    if (value === undefined || value === null) return [];
    if (typeof value === 'string' || typeof value === 'number') return [[name, String(value)]];
    throw invalidRequest(`body.${name}`, 'must be a text or a number');
  });
  return Object.fromEntries(values);
}
