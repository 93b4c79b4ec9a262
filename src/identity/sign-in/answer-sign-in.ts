import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { HttpAnswer } from '#http/http-answer.ts';
import { parseJsonObject } from '#http/json-body.ts';
import { AppError, invalidRequest } from '#kernel/error.ts';
import { parseId, uuidOf } from '#kernel/id.ts';
import { refuseForeignOrigin } from '../access/foreign-origin.ts';
import type { AuthEngine } from './auth-engine.ts';
import { readRefusal } from './auth-refusal.ts';
import { askEngine } from './auth-request.ts';
import { limitedAddress } from './client-address.ts';
import { dropProofsOf } from './password-link.store.ts';
import { emailBody } from './sign-in.contract.ts';
import type { SignIn } from './sign-in.ts';
import type { SignInEndpoint } from './sign-in-endpoints.ts';

/** One request to better-auth: who may send it, how often, what it may say; and its answer in our shape. */
export async function answerSignIn(
  signIn: SignIn,
  engine: AuthEngine,
  endpoint: SignInEndpoint,
  request: FastifyRequest,
): Promise<HttpAnswer> {
  refuseForeignOrigin(request.method, request.headers, signIn.address.origins());
  const body = endpoint.body && readBody(endpoint.body, request);
  const clientAddress = limitedAddress(request.ip);
  const account = await countAttempt(signIn, endpoint, request, { clientAddress, body });
  const publicUrl = signIn.address.url();
  const forwarded = endpoint.forwarded?.(body ?? {}, publicUrl) ?? body;
  const question = { publicUrl, endpoint, body: forwarded, clientAddress };
  const response = await askEngine(engine, request, question);
  if (response.status >= 400) throw await readRefusal(response);
  if (account !== undefined) await signIn.limits.passwordWasRight(clientAddress, account);
  const userId = endpoint.endsProofs && parseId('usr', account ?? '');
  if (userId) await dropProofsOf(signIn.db, uuidOf(userId));
  return answerOf(response, endpoint);
}

/** Which other ways to sign in there are. */
export function answerSignInOptions({ oidcName }: SignIn): HttpAnswer {
  return jsonAnswer({ singleSignOn: oidcName === undefined ? null : { name: oidcName } });
}

/** Far longer than a mail takes to write into the outbox. */
const RESET_ANSWER_MS = 200;

/** The same answer, after the same time, whether or not somebody has this address. */
export async function answerResetRequest(signIn: SignIn, request: FastifyRequest): Promise<HttpAnswer> {
  refuseForeignOrigin(request.method, request.headers, signIn.address.origins());
  const { email } = readBody(emailBody, request);
  await signIn.limits.mail(limitedAddress(request.ip), email);
  await Promise.all([signIn.passwordLinks.requestReset(signIn.db, email), delay(RESET_ANSWER_MS)]);
  return jsonAnswer({});
}

/** Answers the account whose password is tried; undefined: none is. */
async function countAttempt(
  { limits, sessions }: SignIn,
  { limit }: SignInEndpoint,
  request: FastifyRequest,
  facts: { readonly clientAddress: string; readonly body: Readonly<Record<string, unknown>> | undefined },
): Promise<string | undefined> {
  const { clientAddress, body } = facts;
  if (limit === undefined) return undefined;
  if (limit === 'address') {
    await limits.other(clientAddress);
    return undefined;
  }
  const account =
    limit === 'account_password' ? String(body?.email) : (await sessions.sessionOf(request.headers))?.userId;
  if (account === undefined) throw new AppError('not_signed_in');
  await limits.password(clientAddress, account);
  return account;
}

async function answerOf(response: Response, endpoint: SignInEndpoint): Promise<HttpAnswer> {
  const cookies = response.headers.getSetCookie();
  const setCookie = cookies.length > 0 ? { 'set-cookie': cookies } : {};
  const location = response.headers.get('location');
  if (response.status >= 300 && location !== null) {
    const headers = { location, 'cache-control': 'no-store', ...setCookie };
    return { status: response.status, headers, body: Buffer.alloc(0) };
  }
  const answer = jsonAnswer(endpoint.answer(await response.json()));
  return { ...answer, headers: { ...answer.headers, ...setCookie } };
}

function jsonAnswer(body: unknown): HttpAnswer {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  return { status: 200, headers, body: Buffer.from(JSON.stringify(body)) };
}

function readBody<Body>(schema: z.ZodType<Body>, request: FastifyRequest): Body {
  const bytes = Buffer.isBuffer(request.body) && request.body.length > 0 ? request.body : Buffer.from('{}');
  const { data, error } = schema.safeParse(parseJsonObject(bytes));
  if (data !== undefined) return data;
  const [issue] = error?.issues ?? [];
  // Names the field, and repeats nothing of what was sent.
  throw invalidRequest(issue?.path.join('.') || 'body', issue?.message ?? 'is not valid');
}
