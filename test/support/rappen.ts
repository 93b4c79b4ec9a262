import { afterAll } from 'vitest';
import { PROVIDERS } from '#aicore/providers/index.ts';
import { openWallet } from '#billing/accounts/account.store.ts';
import type { LiveEventsDeps } from '#billing/events/live-events.ts';
import { setMonthlyLimit } from '#billing/limits/limit.service.ts';
import { openBilling } from '#billing/settings/settings.service.ts';
import type { BillingModel } from '#billing/settings/settings.ts';
import type { Transaction } from '#billing/transactions/billing-transaction.ts';
import { topUp } from '#billing/transactions/posting.service.ts';
import { findTransaction, listTransactions } from '#billing/transactions/transaction.store.ts';
import type { GatewayWaits } from '#gateway/gateway-deps.ts';
import { recount } from '#gateway/recount.ts';
import type { UpstreamTimeouts } from '#gateway/upstream.ts';
import type { RateLimitSettings } from '#identity/access/rate-limits.ts';
import type { Role } from '#identity/permissions.ts';
import type { OidcSettings } from '#identity/sign-in/single-sign-on.ts';
import { must } from '#kernel/assert.ts';
import { decimal, multiplyDecimals, roundDecimal } from '#kernel/decimal.ts';
import { idOf, type MandateId, parseId, uuidOf } from '#kernel/id.ts';
import { type Log, silentLog } from '#kernel/log.ts';
import { parseChf } from '#kernel/money.ts';
import { queueMail } from '#mail/outbox.ts';
import type { ProviderName } from '#simulator/call.ts';
import { type Simulator, startSimulator } from '#simulator/simulator.ts';
import type { Settings } from '#simulator/simulator-settings.ts';
import { type Context, type ContextOptions, createContext } from '../../src/context.ts';
import { bootstrap } from '../../src/onboarding/bootstrap.ts';
import { type ServedApp, serve } from '../../src/serve.ts';
import { makeMember, type TestMember } from './mandate-factory.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

/** The key that the simulated providers insist on, so that a lost or foreign key shows. */
export const PROVIDER_KEY = 'provider-secret-4711';
const CHF_PER_USD = '0.80';
/** One for all, so that two on one database are one service. */
const SESSION_SECRET = 'a secret for tests, and for nothing else';

/** A mail in the outbox. */
export interface TestMail {
  readonly mandateId: MandateId | undefined;
  readonly subject: string;
  readonly text: string;
  readonly kind: string;
  readonly holdsSecret: boolean;
}

export interface RappenOptions {
  readonly database?: TestDatabase;
  readonly simulator?: Simulator;
  readonly settings?: Partial<Settings>;
  readonly timeouts?: Partial<UpstreamTimeouts>;
  readonly waits?: Partial<GatewayWaits>;
  /** Base URLs other than the simulator's. */
  readonly baseUrls?: Partial<Record<ProviderName, string>>;
  readonly log?: Log;
  /** Without: no limits. */
  readonly rateLimits?: RateLimitSettings;
  readonly publicUrl?: string;
  readonly trustedProxies?: readonly string[];
  readonly oidc?: OidcSettings;
  readonly eventLimits?: LiveEventsDeps['limits'];
  /** Where the built pages lie; without: the API alone. */
  readonly pagesDirectory?: string;
  /** Default: true, as in demo mode. */
  readonly isSimulated?: boolean;
  readonly demoLogins?: ContextOptions['demoLogins'];
}

export interface CallerOptions {
  /** In CHF; default 10. */
  readonly balance?: string;
  readonly model?: BillingModel;
  readonly creditLimit?: string;
  readonly role?: Role;
  readonly userLimit?: string;
  readonly keyLimit?: string;
}

/** A whole Rappen: PostgreSQL, simulated providers, and the real server on a port of its own. Closed at the end of the file. */
export class TestRappen {
  readonly url: string;
  readonly database: TestDatabase;
  readonly simulator: Simulator;
  readonly context: Context;
  readonly served: ServedApp;

  constructor(database: TestDatabase, simulator: Simulator, context: Context, served: ServedApp) {
    this.url = served.url;
    this.database = database;
    this.simulator = simulator;
    this.context = context;
    this.served = served;
  }

  /** A user with a key in a mandate of his own that has money. */
  async caller(options: CallerOptions = {}): Promise<TestMember> {
    const { db } = this.context.database;
    const member = await makeMember(db, options.role);
    const { mandateId, userId, keyId } = member;
    const billingModel = options.model ?? 'prepaid_mandate';
    await openBilling(db, { mandateId, billingModel, creditLimit: chf(options.creditLimit ?? '0') });
    const owner = billingModel === 'prepaid_user' ? userId : undefined;
    if (owner) await openWallet(db, mandateId, owner, 0n);
    const amount = chf(options.balance ?? '10');
    if (amount > 0n) await topUp(db, { mandateId, userId: owner, amount, idempotencyKey: 'opening' });
    for (const [scope, subjectId, monthly] of [
      ['user', userId, options.userLimit],
      ['key', keyId, options.keyLimit],
    ] as const) {
      if (monthly !== undefined)
        await setMonthlyLimit(db, { mandateId, scope, subjectId, monthly: chf(monthly) });
    }
    return member;
  }

  /** Usage rows, newest first. */
  async usage(mandateId: MandateId): Promise<readonly Transaction[]> {
    const rows = await listTransactions(this.context.database.db, mandateId, 200);
    return rows.filter(({ type }) => type === 'usage');
  }

  /** The booking that an answer's header names. */
  async bookingOf(mandateId: MandateId, headers: { get(name: string): string | null }): Promise<Transaction> {
    const id = must(parseId('txn', headers.get('x-rappen-transaction-id') ?? ''), 'a transaction id');
    return must(await findTransaction(this.context.database.db, mandateId, id), 'the booking');
  }

  /** The mandate's pool, in nano-CHF. */
  async pool(mandateId: MandateId): Promise<{ posted: bigint; held: bigint }> {
    const { rows } = await this.context.database.pool.query<{ posted: bigint; held: bigint }>(
      "select posted, held from billing_account where mandate_id = $1 and kind = 'wallet' and user_id is null",
      [uuidOf(mandateId)],
    );
    return must(rows[0], 'the pool');
  }

  /** Holds of the mandate by state. */
  async holds(mandateId: MandateId): Promise<readonly string[]> {
    const { rows } = await this.context.database.pool.query<{ state: string }>(
      'select state from billing_hold where mandate_id = $1 order by id',
      [uuidOf(mandateId)],
    );
    return rows.map(({ state }) => state);
  }

  /** What a recount finds wrong. */
  async differences(): Promise<readonly unknown[]> {
    return (await recount(this.context.database)).differences;
  }

  /** Waits until every call is settled. */
  async settled(): Promise<void> {
    while (this.context.callsInFlight.size > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  /** What was mailed to the address, newest last. */
  async mailsTo(email: string): Promise<readonly TestMail[]> {
    const { rows } = await this.context.database.pool.query<
      { mandate: string | null } & Omit<TestMail, 'mandateId'>
    >(
      `select about_mandate_id as mandate, subject, body as text, kind, holds_secret as "holdsSecret"
         from mail_outbox where recipient = $1 order by id`,
      [email],
    );
    return rows.map(({ mandate, ...mail }) => ({
      ...mail,
      mandateId: mandate === null ? undefined : idOf('mnd', mandate),
    }));
  }

  /** The cookie of a new session, as a browser would send it. */
  async signIn(email: string, password: string): Promise<{ cookie: string }> {
    const answer = await fetch(`${this.url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    if (answer.status !== 200) throw new Error(`not signed in: ${answer.status} ${await answer.text()}`);
    return {
      cookie: answer.headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .join('; '),
    };
  }

  post(path: string, key: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }
}

/** Call it at the top of a file: it is closed by itself at the file's end. */
export async function startTestRappen(options: RappenOptions = {}): Promise<TestRappen> {
  const database = options.database ?? (await createTestDatabase());
  const keys = {
    anthropic: PROVIDER_KEY,
    openai: PROVIDER_KEY,
    perplexity: PROVIDER_KEY,
    tavily: PROVIDER_KEY,
  };
  const simulator =
    options.simulator ??
    (await startSimulator({ keys, ...(options.settings ? { settings: options.settings } : {}) }));
  const baseUrls: Readonly<Record<string, string>> = { ...simulator.baseUrls, ...options.baseUrls };
  const context = createContext({
    databaseUrl: database.appUrl,
    targets: PROVIDERS.map((provider) => ({
      provider,
      baseUrl: must(baseUrls[provider.name], 'a base URL'),
      apiKey: PROVIDER_KEY,
    })),
    isSimulated: options.isSimulated ?? true,
    defaultMarkupPpm: 500_000,
    log: options.log ?? silentLog,
    eventLimits: options.eventLimits,
    ...(options.timeouts ? { upstreamTimeouts: options.timeouts } : {}),
    ...(options.demoLogins ? { demoLogins: options.demoLogins } : {}),
    ...(options.waits ? { gatewayWaits: options.waits } : {}),
    ...(options.rateLimits ? { rateLimits: options.rateLimits } : {}),
    ...(options.trustedProxies ? { trustedProxies: options.trustedProxies } : {}),
    publicUrl: options.publicUrl,
    sessionSecret: SESSION_SECRET,
    oidc: options.oidc,
    sendMail: queueMail,
    pagesDirectory: options.pagesDirectory,
  });
  await bootstrap(context.database.db, { chfPerUsd: decimal(CHF_PER_USD) });
  const served = await serve(context, { host: '127.0.0.1', port: 0 });
  afterAll(async () => {
    await served.stop(1_000);
    await context.close();
    if (!options.simulator) await simulator.close();
  });
  return new TestRappen(database, simulator, context, served);
}

/** What a call that cost the operator so much is charged: at CHF 0.80 and with 50 % on top, rounded half up to nano-CHF. */
export function chargeFor(costUsd: string): bigint {
  return roundDecimal(multiplyDecimals(decimal(costUsd), decimal('1.2')), 9, 'half_up');
}

export function chf(text: string): bigint {
  return must(parseChf(text), 'an amount in CHF');
}
