import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyRequest } from 'fastify';
import { type HttpAnswer, writeAnswer } from '#http/http-answer.ts';
import type { HttpServer } from '#http/http-server.ts';

/** Addresses that lead to a page; what stands there is decided by src/web/router.tsx. */
const PAGE_ADDRESSES = [
  '/',
  '/sign-in',
  '/set-password',
  '/forgot-password',
  '/unsubscribe',
  '/chat',
  '/chat/*',
  '/automations',
  '/automations/*',
  '/billing',
  '/billing/*',
  '/account',
  '/account/*',
  '/admin',
  '/admin/*',
];
/** vite.config.ts writes it wherever a nonce belongs. */
const NONCE = /__NONCE__/g;
const ASSETS = 'assets';

export interface BuiltPages {
  /** For a person who asks for an address that is none: the page that says so. Undefined: no person asks. */
  readonly missing: (request: FastifyRequest) => HttpAnswer | undefined;
  readonly mount: (server: HttpServer) => void;
}

/**
 * The pages as `scripts/pages/build-pages.ts` has built them into a directory. Their files carry a hash in the name, so
 * browsers keep them for good; the one document is asked for anew each time.
 */
export function openBuiltPages(directory: string): BuiltPages {
  const document = readFileSync(join(directory, 'index.html'), 'utf8');
  return {
    missing: (request) => (isPerson(request) ? pageAnswer(document, 404) : undefined),
    mount: (server) => {
      void server.register(fastifyStatic, {
        root: join(directory, ASSETS),
        prefix: `/${ASSETS}/`,
        // Each file by its name: nothing else below the directory can be asked for.
        wildcard: false,
        index: false,
        decorateReply: false,
        preCompressed: true,
        immutable: true,
        maxAge: '365d',
      });
      for (const address of PAGE_ADDRESSES)
        server.route({
          method: ['GET', 'HEAD'],
          url: address,
          handler: (_request, reply) => {
            reply.hijack();
            void writeAnswer(reply.raw, pageAnswer(document, 200));
          },
        });
    },
  };
}

/** The document with a nonce of its own: nothing runs and nothing is styled but what comes from us. */
function pageAnswer(document: string, status: number): HttpAnswer {
  const nonce = randomBytes(16).toString('base64');
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': pagePolicy(nonce),
    },
    body: Buffer.from(document.replace(NONCE, nonce)),
  };
}

function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    // Mails, as documents that may do nothing (mail-frame.ts).
    "frame-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** A browser that shows a page says that it wants HTML; programs and our own scripts do not. */
function isPerson({ method, headers }: FastifyRequest): boolean {
  return method === 'GET' && (headers.accept ?? '').includes('text/html');
}
