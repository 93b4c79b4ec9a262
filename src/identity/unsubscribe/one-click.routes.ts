import type { FastifyRequest } from 'fastify';
import { writeAnswer } from '#http/http-answer.ts';
import type { HttpServer } from '#http/http-server.ts';
import { AppError, invalidRequest } from '#kernel/error.ts';
import { UNSUBSCRIBE_PATH } from '#mail/unsubscribe-link.ts';
import { unsubscribeQuery } from './unsubscribe.contract.ts';
import type { Unsubscribing } from './unsubscribing.ts';

const MOST_BODY_BYTES = 4 * 1024;

/**
 * Where a mail program unsubscribes for its user with one press (RFC 8058): the address of the link itself, by POST, without
 * cookies, without a question, without a redirect. In a part of the server of its own, since forms come in nowhere else.
 */
export function mountOneClick(server: HttpServer, unsubscribing: Unsubscribing): void {
  void server.register(async (part) => {
    for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data']) {
      part.addContentTypeParser(type, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    }
    part.route({
      method: 'POST',
      url: UNSUBSCRIBE_PATH,
      bodyLimit: MOST_BODY_BYTES,
      handler: async (request, reply) => {
        await unsubscribing.leave(readToken(request), request.id);
        reply.hijack();
        await writeAnswer(reply.raw, {
          status: 200,
          headers: { 'content-type': 'text/plain; charset=utf-8', 'x-request-id': request.id },
          body: Buffer.from('Unsubscribed.\n'),
        });
      },
    });
  });
}

function readToken({ query, body }: FastifyRequest): string {
  const text = Buffer.isBuffer(body) ? body.toString('latin1') : '';
  // A robot that follows forms does not send this.
  const isMeant =
    /(^|&)List-Unsubscribe=One-Click(&|$)/i.test(text.trim()) ||
    /name="?List-Unsubscribe"?\r?\n(?:[^\r\n]+\r?\n)*\r?\nOne-Click\r?\n/i.test(text);
  if (!isMeant) throw invalidRequest('body', 'must be List-Unsubscribe=One-Click');
  const read = unsubscribeQuery.safeParse(query);
  if (!read.success) throw new AppError('not_found', {}, 'There is no such link.');
  return read.data.token;
}
