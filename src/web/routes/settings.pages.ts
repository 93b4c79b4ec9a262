import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '#web/lib/language/lazy-page.ts';
import { shellRoute } from './shell.route.ts';

const settingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/billing/settings',
  component: lazyPage(() => import('#web/pages/settings/settings-page.tsx'), 'SettingsPage'),
});

const addressRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/billing/settings/address',
  component: lazyPage(() => import('#web/pages/settings/address-page.tsx'), 'AddressPage'),
});

const usersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/billing/settings/users',
  component: lazyPage(() => import('#web/pages/settings/users-page.tsx'), 'UsersPage'),
});

const rolesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/billing/settings/roles',
  component: lazyPage(() => import('#web/pages/settings/roles-page.tsx'), 'RolesPage'),
});

const limitsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/billing/settings/limits',
  component: lazyPage(() => import('#web/pages/settings/limits-page.tsx'), 'LimitsPage'),
});

const mandateKeysRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/billing/settings/api-keys',
  component: lazyPage(() => import('#web/pages/settings/mandate-keys-page.tsx'), 'MandateKeysPage'),
});

export const settingsRoutes = [
  settingsRoute,
  addressRoute,
  usersRoute,
  rolesRoute,
  limitsRoute,
  mandateKeysRoute,
] as const;
