import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '#web/lib/language/lazy-page.ts';
import { oneOf } from '#web/lib/search/search-text.ts';
import { shellRoute } from './shell.route.ts';

const accountRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/account',
  component: lazyPage(() => import('#web/pages/account/account-page.tsx'), 'AccountPage'),
});

const myKeysRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/account/api-keys',
  validateSearch: (search): { readonly dialog?: 'new' | undefined } => ({
    dialog: oneOf(['new'], search.dialog),
  }),
  component: lazyPage(() => import('#web/pages/account/my-keys-page.tsx'), 'MyKeysPage'),
});

export const accountRoutes = [accountRoute, myKeysRoute] as const;
