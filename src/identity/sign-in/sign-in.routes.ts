import type { FastifyReply, FastifyRequest } from 'fastify';
import { type HttpAnswer, writeAnswer } from '#http/http-answer.ts';
import type { HttpServer } from '#http/http-server.ts';
import { answerResetRequest, answerSignIn, answerSignInOptions } from './answer-sign-in.ts';
import type { SignIn } from './sign-in.ts';
import { ENDPOINTS, OIDC_ENDPOINTS, type SignInEndpoint } from './sign-in-endpoints.ts';
import { AUTH_PATH } from './sign-in-paths.ts';

const MAX_BODY_BYTES = 16 * 1024;

/** `/api/auth/...`: what is listed in `sign-in-endpoints.ts`, and two of our own. Nothing else of better-auth is there. */
export function mountSignIn(server: HttpServer, signIn: SignIn): void {
  const mount = (
    { method, path }: Pick<SignInEndpoint, 'method' | 'path'>,
    answer: (request: FastifyRequest) => Promise<HttpAnswer>,
  ) =>
    server.route({
      method,
      url: `${AUTH_PATH}${path}`,
      bodyLimit: MAX_BODY_BYTES,
      handler: async (request, reply) => send(reply, request, await answer(request)),
    });
  for (const endpoint of ENDPOINTS) {
    mount(endpoint, async (request) => answerSignIn(signIn, await signIn.engine(), endpoint, request));
  }
  for (const endpoint of signIn.oidcName === undefined ? [] : OIDC_ENDPOINTS) {
    mount(endpoint, async (request) => answerSignIn(signIn, await signIn.oidcEngine(), endpoint, request));
  }
  mount({ method: 'GET', path: '/sign-in-options' }, async () => answerSignInOptions(signIn));
  mount({ method: 'POST', path: '/request-password-reset' }, (request) =>
    answerResetRequest(signIn, request),
  );
}

function send(reply: FastifyReply, request: FastifyRequest, answer: HttpAnswer): void {
  reply.hijack();
  const headers = { ...answer.headers, 'x-request-id': request.id };
  void writeAnswer(reply.raw, { ...answer, headers });
}
