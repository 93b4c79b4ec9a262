import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from './shell.route.ts';

const mandatesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/mandates',
  component: lazyRouteComponent(() => import('#web/pages/operator/mandates-page.tsx'), 'MandatesPage'),
});

const pricesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/prices',
  component: lazyRouteComponent(() => import('#web/pages/operator/prices-page.tsx'), 'PricesPage'),
});

const ratesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/exchange-rates',
  component: lazyRouteComponent(() => import('#web/pages/operator/rates-page.tsx'), 'RatesPage'),
});

const proofRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/proof',
  component: lazyRouteComponent(() => import('#web/pages/operator/proof-page.tsx'), 'ProofPage'),
});

const outboxRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/outbox',
  component: lazyRouteComponent(() => import('#web/pages/operator/outbox-page.tsx'), 'OutboxPage'),
});

const auditRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/audit',
  component: lazyRouteComponent(() => import('#web/pages/operator/audit-page.tsx'), 'AuditPage'),
});

const unknownCallsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/unknown-calls',
  component: lazyRouteComponent(
    () => import('#web/pages/operator/unknown-calls-page.tsx'),
    'UnknownCallsPage',
  ),
});

export const operatorRoutes = [
  mandatesRoute,
  pricesRoute,
  ratesRoute,
  proofRoute,
  outboxRoute,
  auditRoute,
  unknownCallsRoute,
] as const;
