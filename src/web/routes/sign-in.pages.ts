import type { QueryClient } from '@tanstack/react-query';
import { createRoute, redirect } from '@tanstack/react-router';
import { instanceQuery } from '#web/features/instance/instance.query.ts';
import { ownPath } from '#web/features/sign-in/own-path.ts';
import { sessionQuery } from '#web/features/sign-in/session.query.ts';
import { signInOptionsQuery } from '#web/features/sign-in/sign-in-options.query.ts';
import { lazyPage } from '#web/lib/language/lazy-page.ts';
import { textOf } from '#web/lib/search/search-text.ts';
import { rootRoute } from './root.route.ts';

interface SignInSearch {
  /** The page that was wanted; only one of ours is gone to. */
  readonly to?: string | undefined;
  /** Why single sign-on has come back without a session. */
  readonly error?: string | undefined;
}

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search): SignInSearch => ({
    to: textOf(search.to, 2_000),
    error: textOf(search.error, 60),
  }),
  beforeLoad: async ({ context, search }) => {
    const { queryClient } = context;
    const [answer] = await Promise.all([
      queryClient.fetchQuery(sessionQuery).catch(() => undefined),
      // What stands beside the form must not push it about when it comes.
      queryClient.ensureQueryData(instanceQuery).catch(() => undefined),
      queryClient.ensureQueryData(signInOptionsQuery).catch(() => undefined),
    ]);
    // Whoever is signed in already goes on; whoever cannot be asked about sees the form.
    if (answer?.session) throw redirect({ href: ownPath(search.to), replace: true });
  },
  component: lazyPage(() => import('#web/pages/sign-in/sign-in-page.tsx'), 'SignInPage'),
});

/** The banner of a demo stands above all else, and must not push it down when it comes. */
async function bannerIsKnown(queryClient: QueryClient): Promise<void> {
  await queryClient.ensureQueryData(instanceQuery).catch(() => undefined);
}

const setPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/set-password',
  validateSearch: (search): { readonly token?: string | undefined } => ({ token: textOf(search.token) }),
  beforeLoad: ({ context }) => bannerIsKnown(context.queryClient),
  component: lazyPage(() => import('#web/pages/sign-in/set-password-page.tsx'), 'SetPasswordPage'),
});

const forgotPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/forgot-password',
  beforeLoad: ({ context }) => bannerIsKnown(context.queryClient),
  component: lazyPage(() => import('#web/pages/sign-in/forgot-password-page.tsx'), 'ForgotPasswordPage'),
});

const unsubscribeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/unsubscribe',
  validateSearch: (search): { readonly token?: string | undefined } => ({ token: textOf(search.token, 100) }),
  beforeLoad: ({ context }) => bannerIsKnown(context.queryClient),
  component: lazyPage(() => import('#web/pages/sign-in/unsubscribe-page.tsx'), 'UnsubscribePage'),
});

export const signInRoutes = [signInRoute, setPasswordRoute, forgotPasswordRoute, unsubscribeRoute] as const;
