import type { Db } from '#db/database.ts';
import { type ApiRoute, apiRoute } from '../access/api-route.ts';
import { meAnswer, meChange } from './me.contract.ts';
import { describeCaller } from './me.service.ts';
import { changeOneself } from './me-change.service.ts';

export function meRoutes(deps: {
  readonly db: Db;
  readonly providerNames: readonly string[];
}): readonly ApiRoute[] {
  return [
    apiRoute({
      method: 'GET',
      path: '/api/me',
      summary: 'Who I am, in which mandates, and what I may do there',
      tag: 'Me',
      permission: 'signed_in',
      answer: meAnswer,
      handle: ({ caller }) => describeCaller(deps, caller),
    }),
    apiRoute({
      method: 'PATCH',
      path: '/api/me',
      summary: 'Gives oneself another name, or another language of the pages and mails',
      tag: 'Me',
      permission: 'person',
      body: meChange,
      answer: meAnswer,
      handle: async ({ caller, body, requestId }) => {
        const changed = await changeOneself(deps.db, { userId: caller.userId, requestId }, body);
        return describeCaller(deps, { ...caller, session: { ...caller.session, ...changed } });
      },
    }),
  ];
}
