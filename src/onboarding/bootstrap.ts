import { randomBytes } from 'node:crypto';
import { seedExchangeRate, seedPrices } from '#aicore/prices/price.service.ts';
import { readPriceBook } from '#aicore/prices/price.store.ts';
import { readPriceList } from '#aicore/prices/price-list.ts';
import { openBilling } from '#billing/settings/settings.service.ts';
import type { Db } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { createMandateOnce } from '#identity/mandates/mandate.service.ts';
import { findMandate } from '#identity/mandates/mandate.store.ts';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { createUser } from '#identity/users/user.service.ts';
import type { Decimal } from '#kernel/decimal.ts';
import { formatDecimal } from '#kernel/decimal.ts';
import { endSampleData } from './demo/sample-data.ts';
import { ensureDemoIssuer, removeDemoIssuer } from './demo-issuer.ts';
import { type DemoAccess, ensureDemoMandate, suspendDemoMandate } from './demo-mandate.ts';

export interface BootstrapOptions {
  /** `ADMIN_EMAIL`; default: admin@rappen.local. */
  readonly adminEmail?: string | undefined;
  /** `ADMIN_PASSWORD`; default: generated. */
  readonly adminPassword?: string | undefined;
  /** `USD_CHF`, CHF for one USD. In demo mode 0.80 if it is not given. */
  readonly chfPerUsd?: Decimal | undefined;
  /** In demo mode: where the demo key is kept. */
  readonly demoDirectory?: string | undefined;
}

export interface BootstrapResult {
  /** Only where the administrator was made just now: to be shown once. */
  readonly administrator?: {
    readonly email: string /** Undefined: it was given. */;
    readonly generatedPassword: string | undefined;
  };
  readonly demo?: DemoAccess;
}

/**
 * What a database needs before the first call: prices, an exchange rate, the operator's mandate with its roles,
 * billing settings and first administrator; in demo mode a mandate to try. Run at every start; what is there stays.
 * Two processes may run it at once. Throws a plain `Error` for what the operator has to set.
 */
export async function bootstrap(db: Db, options: BootstrapOptions): Promise<BootstrapResult> {
  await ensureExchangeRate(db, options);
  await seedPrices(db, readPriceList().prices);
  const administrator = await ensureRootMandate(db, options);
  const made = administrator ? { administrator } : {};
  if (options.demoDirectory !== undefined) {
    await ensureDemoIssuer(db);
    return { ...made, demo: await ensureDemoMandate(db, options.demoDirectory) };
  }
  await removeDemoIssuer(db);
  await suspendDemoMandate(db);
  await endSampleData(db);
  return made;
}

const DEMO_CHF_PER_USD = '0.80';
const DEFAULT_ADMIN_EMAIL = 'admin@rappen.local';

async function ensureExchangeRate(db: Db, options: BootstrapOptions): Promise<void> {
  const today = new Date(new Date().toISOString().slice(0, 10));
  const book = await readPriceBook(db);
  if (book.rateAt(today)) return;
  const isDemo = options.demoDirectory !== undefined;
  const rate = options.chfPerUsd ? formatDecimal(options.chfPerUsd) : isDemo ? DEMO_CHF_PER_USD : undefined;
  if (rate === undefined) {
    throw new Error('USD_CHF is required at the first start: the price of one USD in CHF, such as 0.80');
  }
  await seedExchangeRate(db, rate, today);
}

async function ensureRootMandate(
  db: Db,
  options: BootstrapOptions,
): Promise<BootstrapResult['administrator']> {
  if (await findMandate(db, ROOT_MANDATE_ID)) return undefined;
  const email = options.adminEmail ?? DEFAULT_ADMIN_EMAIL;
  const generatedPassword =
    options.adminPassword === undefined ? randomBytes(15).toString('base64url') : undefined;
  const password = options.adminPassword ?? generatedPassword ?? '';
  return transaction(db, async (tx) => {
    // Another process may be doing the same: this waits for it, and then there is nothing left to do.
    if (!(await createMandateOnce(tx, ROOT_MANDATE_ID, 'Root'))) return undefined;
    await openBilling(tx, { mandateId: ROOT_MANDATE_ID, billingModel: 'unlimited' });
    const administrator = {
      mandateId: ROOT_MANDATE_ID,
      role: 'system_administrator',
      email,
      password,
    } as const;
    await createUser(tx, administrator);
    return { email, generatedPassword };
  });
}
