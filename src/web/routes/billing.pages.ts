import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { readInvoicesSearch } from '#web/features/invoices/invoices-search.ts';
import { readOverviewSearch } from '#web/features/spend/overview-search.ts';
import { readTopUpsSearch } from '#web/features/top-ups/top-ups-search.ts';
import { readBookingSearch } from '#web/features/transactions/filter/booking-filter.ts';
import { lazyPage } from '#web/lib/language/lazy-page.ts';
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
  validateSearch: readBookingSearch,
  component: lazyPage(() => import('#web/pages/billing/transactions-page.tsx'), 'TransactionsPage'),
});

/** The same page with one booking open: the page shows it by itself. */
const transactionRoute = createRoute({
  getParentRoute: () => transactionsRoute,
  path: '$transactionId',
});

const topUpsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/billing/top-ups',
  validateSearch: readTopUpsSearch,
  component: lazyPage(() => import('#web/pages/billing/top-ups-page.tsx'), 'TopUpsPage'),
});

const statementsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/billing/statements',
  component: lazyPage(() => import('#web/pages/billing/statements-page.tsx'), 'StatementsPage'),
});

/** The same page with one statement open. */
const statementRoute = createRoute({
  getParentRoute: () => statementsRoute,
  path: '$documentId',
});

const invoicesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/billing/invoices',
  validateSearch: readInvoicesSearch,
  component: lazyPage(() => import('#web/pages/billing/invoices-page.tsx'), 'InvoicesPage'),
});

const startRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/billing', replace: true });
  },
});

export const billingRoutes = [
  startRoute,
  overviewRoute,
  transactionsRoute.addChildren([transactionRoute]),
  topUpsRoute,
  statementsRoute.addChildren([statementRoute]),
  invoicesRoute,
] as const;
