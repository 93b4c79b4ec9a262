import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { readOverviewSearch } from '#web/features/spend/overview-search.ts';
import { shellRoute } from './shell.route.ts';

const overviewRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/billing',
  validateSearch: readOverviewSearch,
  component: lazyRouteComponent(() => import('#web/pages/billing/overview-page.tsx'), 'OverviewPage'),
});

const transactionsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/billing/transactions',
  component: lazyRouteComponent(() => import('#web/pages/billing/transactions-page.tsx'), 'TransactionsPage'),
});

const startRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/billing', replace: true });
  },
});

export const billingRoutes = [startRoute, overviewRoute, transactionsRoute] as const;
