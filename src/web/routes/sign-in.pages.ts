import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { textOf } from '#web/lib/search/search-text.ts';
import { rootRoute } from './root.route.ts';

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search): { readonly to?: string | undefined } => ({ to: textOf(search.to, 2_000) }),
  component: lazyRouteComponent(() => import('#web/pages/sign-in/sign-in-page.tsx'), 'SignInPage'),
});

const setPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/set-password',
  validateSearch: (search): { readonly token?: string | undefined } => ({ token: textOf(search.token) }),
  component: lazyRouteComponent(() => import('#web/pages/sign-in/set-password-page.tsx'), 'SetPasswordPage'),
});

const forgotPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/forgot-password',
  component: lazyRouteComponent(
    () => import('#web/pages/sign-in/forgot-password-page.tsx'),
    'ForgotPasswordPage',
  ),
});

export const signInRoutes = [signInRoute, setPasswordRoute, forgotPasswordRoute] as const;
