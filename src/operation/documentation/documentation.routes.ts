import { readFileSync } from 'node:fs';
import type { HttpAnswer } from '#http/http-answer.ts';
import { type ApiRoute, apiStream } from '#identity/access/api-route.ts';
import { PERMISSIONS, scopeOf } from '#identity/permissions.ts';
import { sessionCookieName } from '#identity/sign-in/sessions.ts';
import { describeApi } from '../openapi/describe-api.ts';
import type { Mounted } from '../openapi/gateway-operations.ts';
import { signInDescriptions } from '../openapi/sign-in-descriptions.ts';
import { documentationPage } from './documentation-page.ts';

const STYLE = readFileSync(new URL('documentation.css', import.meta.url));
/** Nothing but our own style sheet: whatever a summary said, it could run nothing. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The description of the API for programs and for people, made once from the list of its routes. */
export function documentationRoutes(
  routes: readonly ApiRoute[],
  facts: {
    readonly providers: readonly Mounted[];
    readonly publicUrl: string | undefined;
    /** Where people reach us: the page's lines to try are for it. Known once we listen. */
    readonly address: () => string;
    readonly hasSingleSignOn: boolean;
  },
): readonly ApiRoute[] {
  const own = [
    open('/api/openapi.json', 'This description, for programs (OpenAPI 3.1)', 'application/json', () => json),
    open('/api/docs', 'This description, for people', 'text/html', readPage),
    open('/api/docs/style.css', 'Its style sheet', 'text/css', () => STYLE),
  ];
  const document = describeApi({
    ...facts,
    routes: [...routes, ...signInDescriptions(facts.hasSingleSignOn), ...own],
    scopeOf: (resource) => {
      const permission = PERMISSIONS.find((known) => known === resource);
      return permission && scopeOf(permission);
    },
    sessionCookie: sessionCookieName(facts.publicUrl ?? ''),
  });
  const json = Buffer.from(JSON.stringify(document));
  let page: Buffer | undefined;
  function readPage(): Buffer {
    page ??= Buffer.from(documentationPage(document, facts.address()));
    return page;
  }
  return own;
}

function open(path: `/api/${string}`, summary: string, type: string, read: () => Buffer): ApiRoute {
  return apiStream({
    method: 'GET',
    path,
    summary,
    tag: 'Documentation',
    permission: 'public',
    produces: [type],
    handle: async (): Promise<HttpAnswer> => ({
      status: 200,
      headers: {
        'content-type': `${type}; charset=utf-8`,
        'cache-control': 'no-cache',
        ...(type === 'text/html' ? { 'content-security-policy': PAGE_POLICY } : {}),
      },
      body: read(),
    }),
  });
}
