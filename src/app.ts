import { billingAddressRoutes } from '#billing/addresses/billing-address.routes.ts';
import { apiKeyRoutes } from '#billing/api-keys/api-key.routes.ts';
import { balanceRoutes } from '#billing/balance/balance.routes.ts';
import { createDailySpend } from '#billing/balance/daily-spend.ts';
import { createMonthSpend } from '#billing/balance/month-spend.ts';
import { issuerRoutes } from '#billing/documents/issuer.routes.ts';
import { eventRoutes } from '#billing/events/events.routes.ts';
import { invoiceRoutes } from '#billing/invoices/invoice.routes.ts';
import { invoiceAdminRoutes } from '#billing/invoices/invoice-admin.routes.ts';
import { limitRoutes } from '#billing/limits/limit.routes.ts';
import { mandateAdminRoutes } from '#billing/mandates/mandate-admin.routes.ts';
import { noticeRoutes } from '#billing/notifications/notice.routes.ts';
import { outgoingWebhookRoutes } from '#billing/notifications/outgoing-webhook.routes.ts';
import { mandateOverviewRoutes } from '#billing/overview/mandate-overview.routes.ts';
import { bankFileRoutes } from '#billing/payments/bank-files/bank-file.routes.ts';
import { topUpRequestRoutes } from '#billing/payments/requests/top-up-request.routes.ts';
import { operatorPostingRoutes } from '#billing/postings/operator-posting.routes.ts';
import { giveWelcomeCredit } from '#billing/postings/welcome-credit.ts';
import { reportRoutes } from '#billing/reports/report.routes.ts';
import { reportStopRoutes } from '#billing/settings/report-stop.routes.ts';
import { settingsRoutes } from '#billing/settings/settings.routes.ts';
import { statementRoutes } from '#billing/statements/statement.routes.ts';
import { statisticRoutes } from '#billing/statistics/statistic.routes.ts';
import { transactionRoutes } from '#billing/transactions/transaction.routes.ts';
import { unchargedCallRoutes } from '#billing/uncharged/uncharged.routes.ts';
import { unknownCallRoutes } from '#billing/unknown/unknown.routes.ts';
import { explanationRoutes } from '#gateway/explanation/explanation.routes.ts';
import { mountGateway } from '#gateway/gateway.routes.ts';
import { modelListRoutes } from '#gateway/model-list/model-list.routes.ts';
import { priceAdminRoutes } from '#gateway/price-admin/price-admin.routes.ts';
import { rateAdminRoutes } from '#gateway/price-admin/rate-admin.routes.ts';
import { proofRoutes } from '#gateway/proof/proof.routes.ts';
import { cheapestCall } from '#gateway/quotes/cheapest-call.ts';
import { quoteRoutes } from '#gateway/quotes/quote.routes.ts';
import { mountHealth } from '#http/health.routes.ts';
import { createHttpServer, type HttpServer } from '#http/http-server.ts';
import type { ApiRoute } from '#identity/access/api-route.ts';
import { decorateRequests, mountApi } from '#identity/access/mount-api.ts';
import { auditLogRoutes } from '#identity/audit/audit-log.routes.ts';
import { meRoutes } from '#identity/me/me.routes.ts';
import { memberRoutes } from '#identity/members/member.routes.ts';
import { mailPreviewRoutes } from '#identity/outbox/mail-preview.routes.ts';
import { outboxRoutes } from '#identity/outbox/outbox.routes.ts';
import { roleRoutes } from '#identity/roles/role.routes.ts';
import type { OfferedProvider } from '#identity/roles/role-rules.ts';
import { mountSignIn } from '#identity/sign-in/sign-in.routes.ts';
import { mountOneClick } from '#identity/unsubscribe/one-click.routes.ts';
import { unsubscribeRoutes } from '#identity/unsubscribe/unsubscribe.routes.ts';
import type { Context } from './context.ts';
import { MAIL_TEMPLATES } from './mail-templates.ts';
import { documentationRoutes } from './operation/documentation/documentation.routes.ts';
import { instanceRoutes } from './operation/instance/instance.routes.ts';
import { mountMetrics } from './operation/metrics/metrics.routes.ts';
import { openBuiltPages } from './operation/pages/built-pages.ts';
import { createRequestEnd } from './operation/request-end.ts';
import { automationRoutes } from './workflows/automations/automation.routes.ts';
import { mountWebhooks } from './workflows/automations/webhook.routes.ts';
import { chatRoutes } from './workflows/chat/chat.routes.ts';
import { mountChatCompletions } from './workflows/chat-completions/completion.routes.ts';
import { EVERY_PROVIDER } from './workflows/chat-completions/completion-endpoints.ts';

/** Every URL of Rappen. */
export function createApp(context: Context): HttpServer {
  const onEnd = createRequestEnd({ ...context, metrics: context.metrics.requests });
  const pages = context.pagesDirectory === undefined ? undefined : openBuiltPages(context.pagesDirectory);
  const server = createHttpServer({ ...context, onEnd, missingPage: pages?.missing });
  decorateRequests(server);
  mountHealth(server, { pool: context.database.pool, isStopping: context.isStopping });
  mountMetrics(server, context);
  mountSignIn(server, context.signIn);
  mountGateway(server, context);
  mountChatCompletions(server, context);
  mountWebhooks(server, { ...context, db: context.database.db });
  mountOneClick(server, context.unsubscribing);
  mountApi(server, context, apiRoutes(context));
  pages?.mount(server);
  return server;
}

/** Every route of the API, in the order of its documentation. */
export function apiRoutes(context: Context): readonly ApiRoute[] {
  const { db } = context.database;
  const { providers, publicUrl } = context;
  const providerNames = providers.map(({ name }) => name);
  const { passwordLinks, oidcName } = context.signIn;
  const address = context.publicAddress.url;
  const offered = offeredProviders(context);
  const routes = [
    ...instanceRoutes(context),
    ...meRoutes({ db, providerNames }),
    ...apiKeyRoutes({ db, providerNames }),
    ...mandateAdminRoutes({ db, passwordLinks }),
    ...memberRoutes({ db, passwordLinks, offered, onJoined: giveWelcomeCredit }),
    ...roleRoutes({ db, offered }),
    ...limitRoutes({ db }),
    ...settingsRoutes({ db, providerNames }),
    ...reportStopRoutes({ db }),
    ...billingAddressRoutes({ db }),
    ...issuerRoutes({ db }),
    ...noticeRoutes({ db }),
    ...outgoingWebhookRoutes({ ...context, db }),
    ...operatorPostingRoutes({ db }),
    ...invoiceRoutes({ db }),
    ...invoiceAdminRoutes({ db }),
    ...topUpRequestRoutes({ db }),
    ...bankFileRoutes({ db }),
    ...unknownCallRoutes({ db }),
    ...mandateOverviewRoutes({ db }),
    ...priceAdminRoutes({ db, catalogue: context.catalogue, providerNames }),
    ...rateAdminRoutes({ db }),
    ...auditLogRoutes({ db }),
    ...outboxRoutes({ db, marks: context.mailMarks }),
    ...mailPreviewRoutes({ templates: MAIL_TEMPLATES, marks: context.mailMarks }),
    ...unsubscribeRoutes(context.unsubscribing),
    ...proofRoutes({ db }),
    ...balanceRoutes({
      db,
      dailySpend: createDailySpend(db),
      monthSpend: createMonthSpend(db),
      cheapestCallOf: (actor) => cheapestCall(context, actor),
    }),
    ...transactionRoutes({ db, exports: context.exports }),
    ...explanationRoutes({ db, prices: context.prices }),
    ...statisticRoutes({ db }),
    ...reportRoutes({ db, making: context.reportMaking, marks: context.mailMarks }),
    ...statementRoutes({ db }),
    ...unchargedCallRoutes({ db }),
    ...eventRoutes(context.liveEvents),
    ...quoteRoutes({ ...context, db }),
    ...modelListRoutes(context),
    ...chatRoutes({ ...context, db }),
    ...automationRoutes({ ...context, db }),
  ];
  const hasSingleSignOn = oidcName !== undefined;
  const documented = [...providers, EVERY_PROVIDER];
  return [
    ...routes,
    ...documentationRoutes(routes, { providers: documented, publicUrl, address, hasSingleSignOn }),
  ];
}

/** Providers and their models as the catalogue names them, for roles. */
function offeredProviders({ providers, catalogue }: Context): readonly OfferedProvider[] {
  return providers.map(({ name }) => ({
    name,
    models: catalogue.models.filter((model) => model.provider === name).map((model) => model.name),
  }));
}
