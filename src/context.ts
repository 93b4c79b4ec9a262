import { createModelCatalogue } from '#aicore/models/model-catalogue.ts';
import { readPriceList } from '#aicore/prices/price-list.ts';
import { PROVIDERS } from '#aicore/providers/index.ts';
import { createSpendingBook } from '#billing/accounts/spending.ts';
import { createLiveEvents, type LiveEventsDeps } from '#billing/events/live-events.ts';
import { createLedger } from '#billing/ledger/ledger.service.ts';
import { createWebhookSender, type WebhookNetwork } from '#billing/notifications/webhook-sender.ts';
import { createCallOrigins } from '#billing/origins/call-origins.ts';
import { issuedStatements } from '#billing/reports/issued-statement.ts';
import { createReportMaking } from '#billing/reports/report-making.ts';
import { createExports } from '#billing/transactions/export/export.service.ts';
import { listenForChanges } from '#db/changes.ts';
import { openDatabase } from '#db/database.ts';
import { CallsInFlight } from '#gateway/calls-in-flight.ts';
import { createCurrentPrices } from '#gateway/current-prices.ts';
import { GATEWAY_WAITS, type GatewayWaits, MAX_BIG_ANSWERS } from '#gateway/gateway-deps.ts';
import { MemorySlots } from '#gateway/memory-slots.ts';
import { createProviderObjects } from '#gateway/provider-objects.ts';
import {
  createUpstream,
  UPSTREAM_TIMEOUTS,
  type UpstreamTarget,
  type UpstreamTimeouts,
} from '#gateway/upstream.ts';
import { securityHeaders } from '#http/security-headers.ts';
import { createAccess } from '#identity/access/access.ts';
import { createRateLimits, NO_RATE_LIMITS, type RateLimitSettings } from '#identity/access/rate-limits.ts';
import { createAuthenticator } from '#identity/authenticate.ts';
import type { SendMail } from '#identity/sign-in/password-links.ts';
import { createPublicAddress } from '#identity/sign-in/public-address.ts';
import { createSignIn } from '#identity/sign-in/sign-in.ts';
import type { OidcSettings } from '#identity/sign-in/single-sign-on.ts';
import { createUnsubscribing } from '#identity/unsubscribe/unsubscribing.ts';
import type { Log } from '#kernel/log.ts';
import { createMailer, type MailServer } from '#mail/mailer.ts';
import { type MailSender, shownMarks } from '#mail/outgoing-mail.ts';
import { createQueue } from '#queue/job-queue.ts';
import { demoLogins } from './onboarding/demo/demo-logins.ts';
import type { DemoLogin } from './operation/instance/demo-login.ts';
import { createMetrics } from './operation/metrics/metrics.ts';
import { AnswerDesk } from './workflows/chat/answer-desk.ts';
import { createConversationEvents } from './workflows/chat/conversation-events.ts';
import { createWorkflowProcessor } from './workflows/processor/ai-processor.ts';
import { createMeteredFetch } from './workflows/processor/metered-fetch.ts';

export interface ContextOptions {
  /** To connect as the application's role. */
  readonly databaseUrl: string;
  /** The providers that are set up. */
  readonly targets: readonly UpstreamTarget[];
  readonly isSimulated: boolean;
  /** For tests: other logins than those of the sample data. The page to sign in offers them in demo mode. */
  readonly demoLogins?: () => Promise<readonly DemoLogin[]>;
  readonly defaultMarkupPpm: number;
  /** Where people reach Rappen; undefined: at host and port. */
  readonly publicUrl?: string | undefined;
  /** Undefined: no limits. */
  readonly rateLimits?: RateLimitSettings;
  readonly trustedProxies?: readonly string[];
  /** Without a server mails are kept for the operator to read. */
  readonly mail?: { readonly server: MailServer | undefined; readonly from: MailSender };
  readonly log: Log;
  /** See `readSessionSecret`. */
  readonly sessionSecret: string;
  readonly oidc?: OidcSettings | undefined;
  readonly sendMail: SendMail;
  /** Where the built pages lie. Undefined: this process serves the API alone. */
  readonly pagesDirectory?: string | undefined;
  /** For tests: shorter ones. */
  readonly upstreamTimeouts?: Partial<UpstreamTimeouts>;
  readonly gatewayWaits?: Partial<GatewayWaits>;
  readonly eventLimits?: LiveEventsDeps['limits'];
  /** For tests: where webhooks may go. Default: the public internet alone. */
  readonly webhookNetwork?: WebhookNetwork;
}

export type Context = ReturnType<typeof createContext>;

/** The wiring: every service, once. */
export function createContext(options: ContextOptions) {
  const { databaseUrl, log } = options;
  const database = openDatabase(databaseUrl, { poolSize: 10, applicationName: 'rappen' });
  const { db, pool } = database;
  const changes = listenForChanges(databaseUrl, log);
  const metrics = createMetrics();
  const ledger = createLedger({ url: databaseUrl, pool, log, observer: metrics.ledger.batch });
  const authenticator = createAuthenticator({ db, changes });
  const spending = createSpendingBook({ db, changes, defaultMarkupPpm: options.defaultMarkupPpm });
  const prices = createCurrentPrices(db, changes);
  const callsInFlight = new CallsInFlight(ledger, log);
  const upstream = createUpstream(options.targets, { ...UPSTREAM_TIMEOUTS, ...options.upstreamTimeouts });
  const publicAddress = createPublicAddress(options.publicUrl);
  const { sessionSecret: secret, oidc, sendMail } = options;
  const signIn = createSignIn({ db, log, address: publicAddress, secret, oidc, sendMail });
  const { sessions } = signIn;
  const access = createAccess({ db, authenticator, sessions, address: publicAddress });
  const rateLimits = createRateLimits(options.rateLimits ?? NO_RATE_LIMITS, authenticator.wasValid);
  metrics.watch({ ledger, callsInFlight, pool, changes, rateLimits });
  const mailer = options.mail?.server && createMailer(options.mail.server, options.mail.from);
  const queue = createQueue({ url: databaseUrl, log });
  const liveEvents = createLiveEvents({ db, changes, access, spending, log, limits: options.eventLimits });
  const stopping = new AbortController();
  const parts = {
    log,
    publicAddress,
    sessionSecret: secret,
    signIn,
    pagesDirectory: options.pagesDirectory,
    databaseUrl,
    database,
    queue,
    mailer,
    mailMarks: () => shownMarks(options.mail?.from, publicAddress.url()),
    unsubscribing: createUnsubscribing(database.db),
    ledger,
    authenticator,
    spending,
    prices,
    catalogue: createModelCatalogue(readPriceList().models),
    providers: PROVIDERS,
    upstream,
    callsInFlight,
    exports: createExports({ databaseUrl }),
    reportMaking: createReportMaking({ publicAddress, statementFile: issuedStatements(db) }),
    webhookSender: createWebhookSender(options.webhookNetwork),
    origins: createCallOrigins(db),
    providerObjects: createProviderObjects(db),
    bigAnswers: new MemorySlots(MAX_BIG_ANSWERS),
    waits: { ...GATEWAY_WAITS, ...options.gatewayWaits },
    observer: metrics.calls,
    metrics,
    headers: {
      ...securityHeaders(options.publicUrl),
      ...(options.isSimulated ? { 'x-rappen-simulated': 'true' } : {}),
    },
    publicUrl: options.publicUrl,
    isSimulated: options.isSimulated,
    demoLogins: options.demoLogins ?? (() => demoLogins(db)),
    trustedProxies: options.trustedProxies ?? [],
    rateLimits,
    access,
    liveEvents,
    stopping: stopping.signal,
    isStopping: () => stopping.signal.aborted,
    stopAccepting: () => stopping.abort(),
    /** Call it when nothing runs any more; what the ledger still has to book is booked. */
    close: async () => {
      callsInFlight.close();
      liveEvents.close();
      await upstream.close();
      mailer?.close();
      await ledger.close();
      authenticator.close();
      spending.close();
      prices.close();
      await changes.close();
      await database.close();
    },
  };
  const meteredFetch = createMeteredFetch(parts);
  const processor = createWorkflowProcessor(meteredFetch);
  const desk = new AnswerDesk({ db, processor, log, isStopping: parts.isStopping });
  const conversationEvents = createConversationEvents({ db, desk, access, changes });
  return {
    ...parts,
    meteredFetch,
    processor,
    desk,
    conversationEvents,
    close: async () => {
      conversationEvents.close();
      await desk.idle();
      await parts.close();
    },
  };
}
