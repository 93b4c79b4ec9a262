import { createRoute } from '@tanstack/react-router';
import { readAuditSearch } from '#web/features/audit/audit-search.ts';
import { readLimitsSearch } from '#web/features/limits/limits-search.ts';
import { readKeysSearch } from '#web/features/mandate-keys/keys-search.ts';
import { readMemberSearch, readMembersSearch } from '#web/features/members/members-search.ts';
import { readWarningsSearch } from '#web/features/notices/warnings-search.ts';
import { readReportsSearch } from '#web/features/reports/reports-search.ts';
import { readRolesSearch } from '#web/features/roles/roles-search.ts';
import { lazyPage } from '#web/lib/language/lazy-page.ts';
import { shellRoute } from './shell.route.ts';

/** The parts of the settings, below one title and one row of tabs. */
const settingsLayout = createRoute({
  getParentRoute: () => shellRoute,
  id: 'settings',
  component: lazyPage(() => import('#web/pages/settings/settings-layout.tsx'), 'SettingsLayout'),
});

const settingsRoute = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/billing/settings',
  component: lazyPage(() => import('#web/pages/settings/settings-page.tsx'), 'SettingsPage'),
});

const addressRoute = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/billing/settings/address',
  component: lazyPage(() => import('#web/pages/settings/address-page.tsx'), 'AddressPage'),
});

const usersRoute = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/billing/settings/users',
  validateSearch: readMembersSearch,
  component: lazyPage(() => import('#web/pages/settings/users-page.tsx'), 'UsersPage'),
});

/** A drawer over the list. */
const userRoute = createRoute({
  getParentRoute: () => usersRoute,
  path: '$userId',
  validateSearch: readMemberSearch,
  component: lazyPage(() => import('#web/pages/settings/user-page.tsx'), 'UserPage'),
});

const rolesRoute = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/billing/settings/roles',
  validateSearch: readRolesSearch,
  component: lazyPage(() => import('#web/pages/settings/roles-page.tsx'), 'RolesPage'),
});

const limitsRoute = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/billing/settings/limits',
  validateSearch: readLimitsSearch,
  component: lazyPage(() => import('#web/pages/settings/limits-page.tsx'), 'LimitsPage'),
});

const warningsRoute = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/billing/settings/warnings',
  validateSearch: readWarningsSearch,
  component: lazyPage(() => import('#web/pages/settings/warnings-page.tsx'), 'WarningsPage'),
});

const reportsRoute = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/billing/settings/reports',
  validateSearch: readReportsSearch,
  component: lazyPage(() => import('#web/pages/settings/reports-page.tsx'), 'ReportsPage'),
});

const mandateKeysRoute = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/billing/settings/api-keys',
  validateSearch: readKeysSearch,
  component: lazyPage(() => import('#web/pages/settings/mandate-keys-page.tsx'), 'MandateKeysPage'),
});

const chatSettingsRoute = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/billing/settings/chat',
  component: lazyPage(() => import('#web/pages/settings/chat-settings-page.tsx'), 'ChatSettingsPage'),
});

const mandateAuditRoute = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/billing/settings/audit',
  validateSearch: readAuditSearch,
  component: lazyPage(() => import('#web/pages/settings/mandate-audit-page.tsx'), 'MandateAuditPage'),
});

export const settingsRoutes = [
  settingsLayout.addChildren([
    settingsRoute,
    addressRoute,
    usersRoute.addChildren([userRoute]),
    rolesRoute,
    limitsRoute,
    warningsRoute,
    reportsRoute,
    mandateKeysRoute,
    chatSettingsRoute,
    mandateAuditRoute,
  ]),
] as const;
