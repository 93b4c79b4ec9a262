import { createRoute } from '@tanstack/react-router';
import { readAuditSearch } from '#web/features/audit/audit-search.ts';
import { readBankSearch } from '#web/features/bank/bank-search.ts';
import { readAllInvoicesSearch } from '#web/features/invoices/invoices-search.ts';
import { readMailPreviewSearch } from '#web/features/mail-previews/mail-preview-search.ts';
import { readMandateSearch } from '#web/features/mandates/mandate-search.ts';
import { readMandatesSearch } from '#web/features/mandates/mandates-search.ts';
import { readOutboxSearch } from '#web/features/outbox/outbox-search.ts';
import { readPricesSearch } from '#web/features/prices/prices-search.ts';
import { lazyPage } from '#web/lib/language/lazy-page.ts';
import { oneOf, textOf } from '#web/lib/search/search-text.ts';
import { shellRoute } from './shell.route.ts';

const mandatesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/mandates',
  validateSearch: readMandatesSearch,
  component: lazyPage(() => import('#web/pages/operator/mandates-page.tsx'), 'MandatesPage'),
});

const mandateRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/mandates/$mandateId',
  validateSearch: readMandateSearch,
  component: lazyPage(() => import('#web/pages/operator/mandate-page.tsx'), 'MandatePage'),
});

const bankRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/bank',
  validateSearch: readBankSearch,
  component: lazyPage(() => import('#web/pages/operator/bank-page.tsx'), 'BankPage'),
});

const allInvoicesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/invoices',
  validateSearch: readAllInvoicesSearch,
  component: lazyPage(() => import('#web/pages/operator/all-invoices-page.tsx'), 'AllInvoicesPage'),
});

const pricesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/prices',
  validateSearch: readPricesSearch,
  component: lazyPage(() => import('#web/pages/operator/prices-page.tsx'), 'PricesPage'),
});

const ratesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/exchange-rates',
  validateSearch: (search): { readonly dialog?: 'new' | undefined } => ({
    dialog: oneOf(['new'], search.dialog),
  }),
  component: lazyPage(() => import('#web/pages/operator/rates-page.tsx'), 'RatesPage'),
});

const letterHeadRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/letter-head',
  component: lazyPage(() => import('#web/pages/operator/letter-head-page.tsx'), 'LetterHeadPage'),
});

const proofRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/proof',
  component: lazyPage(() => import('#web/pages/operator/proof-page.tsx'), 'ProofPage'),
});

const reportRunsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/reports',
  component: lazyPage(() => import('#web/pages/operator/report-runs-page.tsx'), 'ReportRunsPage'),
});

const outboxRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/outbox',
  validateSearch: readOutboxSearch,
  component: lazyPage(() => import('#web/pages/operator/outbox-page.tsx'), 'OutboxPage'),
});

const mailPreviewsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/mail-previews',
  validateSearch: readMailPreviewSearch,
  component: lazyPage(() => import('#web/pages/operator/mail-previews-page.tsx'), 'MailPreviewsPage'),
});

const auditRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/audit',
  validateSearch: readAuditSearch,
  component: lazyPage(() => import('#web/pages/operator/audit-page.tsx'), 'AuditPage'),
});

const unknownCallsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/unknown-calls',
  validateSearch: (search): { readonly call?: string | undefined } => ({ call: textOf(search.call, 40) }),
  component: lazyPage(() => import('#web/pages/operator/unknown-calls-page.tsx'), 'UnknownCallsPage'),
});

export const operatorRoutes = [
  mandatesRoute,
  mandateRoute,
  bankRoute,
  allInvoicesRoute,
  pricesRoute,
  ratesRoute,
  letterHeadRoute,
  proofRoute,
  reportRunsRoute,
  outboxRoute,
  mailPreviewsRoute,
  auditRoute,
  unknownCallsRoute,
] as const;
