import { createRoute } from '@tanstack/react-router';
import { readAutomationSearch, readAutomationsSearch } from '#web/features/automations/automations-search.ts';
import { lazyPage } from '#web/lib/language/lazy-page.ts';
import { shellRoute } from './shell.route.ts';

const automationsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/automations',
  validateSearch: readAutomationsSearch,
  component: lazyPage(() => import('#web/pages/automations/automations-page.tsx'), 'AutomationsPage'),
});

const newAutomationRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/automations/new',
  validateSearch: readAutomationSearch,
  component: lazyPage(() => import('#web/pages/automations/new-automation-page.tsx'), 'NewAutomationPage'),
});

const automationRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/automations/$automationId',
  validateSearch: readAutomationSearch,
  component: lazyPage(() => import('#web/pages/automations/automation-page.tsx'), 'AutomationPage'),
});

export const automationRoutes = [automationsRoute, newAutomationRoute, automationRoute] as const;
