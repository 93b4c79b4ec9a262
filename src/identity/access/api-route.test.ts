import { expect, test } from 'vitest';
import { z } from 'zod';
import { apiAction, apiRoute } from './api-route.ts';

const nothing = { method: 'GET', path: '/api/nothing', summary: 'Nothing', tag: 'Nothing' } as const;
const answer = z.object({ amountChf: z.string() });

/** Held by the compiler: `npm run check` fails as soon as one of these lines is right. */
test('a route that forgets something does not compile', () => {
  const routes = [
    // @ts-expect-error: it has no permission
    apiRoute({ ...nothing, answer, handle: async () => ({ amountChf: '1' }) }),
    // @ts-expect-error: nor has this one
    apiAction({ ...nothing, handle: async () => undefined }),
    apiRoute({
      ...nothing,
      // @ts-expect-error: this is no line of the table of permissions
      permission: 'resource.nothing',
      answer,
      handle: async () => ({ amountChf: '1' }),
    }),
    // @ts-expect-error: this is not what it says that it answers
    apiRoute({ ...nothing, permission: 'public', answer, handle: async () => ({ amountChf: 1 }) }),
    apiRoute({
      ...nothing,
      permission: 'public',
      answer,
      // @ts-expect-error: nobody acts where everybody may call
      handle: async ({ actor }) => ({ amountChf: actor.mandateId }),
    }),
  ];
  expect(routes).toHaveLength(5);
});
