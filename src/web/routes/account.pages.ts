import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from './shell.route.ts';

const accountRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('#web/pages/account/account-page.tsx'), 'AccountPage'),
});

const myKeysRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/account/api-keys',
  component: lazyRouteComponent(() => import('#web/pages/account/my-keys-page.tsx'), 'MyKeysPage'),
});

export const accountRoutes = [accountRoute, myKeysRoute] as const;
