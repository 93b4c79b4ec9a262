import type { Db } from '#db/database.ts';
import { type ApiRoute, apiRoute } from '../access/api-route.ts';
import { meAnswer } from './me.contract.ts';
import { describeCaller } from './me.service.ts';

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
  ];
}
