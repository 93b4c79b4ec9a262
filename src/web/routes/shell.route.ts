import { createRoute, redirect, retainSearchParams } from '@tanstack/react-router';
import { instanceQuery } from '#web/features/instance/instance.query.ts';
import { type ActingMandate, actingMandate } from '#web/features/me/acting-mandate.ts';
import { lastMandate, rememberMandate } from '#web/features/me/last-mandate.ts';
import { type Me, meQuery } from '#web/features/me/me.query.ts';
import { Shell } from '#web/features/shell/shell.tsx';
import { ApiProblem } from '#web/lib/api/api-problem.ts';
import { textOf } from '#web/lib/search/search-text.ts';
import { rootRoute } from './root.route.ts';

interface ShellSearch {
  /** Whose money is used. Every link carries it. */
  readonly mandate?: string | undefined;
}

interface ShellContext {
  readonly me: Me;
  /** Undefined: the address names a mandate that this person has no access to, or he has none. */
  readonly mandate: ActingMandate | undefined;
}

/** Everything behind the sign-in: who it is, and in which mandate. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  component: Shell,
  validateSearch: (search): ShellSearch => ({ mandate: textOf(search.mandate, 40) }),
  search: { middlewares: [retainSearchParams<ShellSearch>(['mandate'])] },
  beforeLoad: async ({ context, search, location, preload }): Promise<ShellContext> => {
    const { queryClient } = context;
    const [me] = await Promise.all([
      queryClient.ensureQueryData(meQuery).catch((error: unknown) => {
        if (!(error instanceof ApiProblem) || error.status !== 401) throw error;
        throw redirect({ to: '/sign-in', search: { to: location.href } });
      }),
      // Its banner must not push the page down when it comes.
      queryClient.ensureQueryData(instanceQuery).catch(() => undefined),
    ]);
    const usual = me.mandates.find(({ id }) => id === lastMandate()) ?? me.mandates[0];
    if (search.mandate === undefined && usual)
      throw redirect({
        to: location.pathname,
        search: { ...location.search, mandate: usual.id },
        replace: true,
      });
    const mandate = await actingMandate(queryClient, me, search.mandate);
    if (mandate && !preload) rememberMandate(mandate.id);
    return { me, mandate };
  },
});
