import { findWallet, openWallet } from '#billing/accounts/account.store.ts';
import { createLedger, type LedgerOptions, type LedgerService } from '#billing/ledger/ledger.service.ts';
import type { AppliedLimit, AuthorizeRequest, Charge } from '#billing/ledger/ledger.ts';
import { setMonthlyLimit } from '#billing/limits/limit.service.ts';
import { openBilling } from '#billing/settings/settings.service.ts';
import type { BillingModel } from '#billing/settings/settings.ts';
import { topUp } from '#billing/transactions/posting.service.ts';
import { verifyLedger } from '#billing/verify/verify.ts';
import type { Database } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import {
  type AccountId,
  type ApiKeyId,
  idOf,
  type MandateId,
  newId,
  type UserId,
  uuidOf,
} from '#kernel/id.ts';
import { silentLog } from '#kernel/log.ts';
import type { TestDatabase } from './test-database.ts';

/** Somebody who spends: a mandate with a wallet, and limits if asked for. */
export interface TestSpender {
  readonly mandateId: MandateId;
  readonly walletId: AccountId;
  readonly userId: UserId;
  readonly apiKeyId: ApiKeyId;
  readonly limits: readonly AppliedLimit[];
}

export function openTestLedger(database: TestDatabase, options: Partial<LedgerOptions> = {}): LedgerService {
  return createLedger({ url: database.appUrl, pool: database.openApp().pool, log: silentLog, ...options });
}

/** Opens a mandate with money. `userLimit` and `keyLimit` are monthly, in nano-CHF. */
export async function createSpender(
  { db }: Database,
  facts: {
    readonly balance?: bigint;
    readonly model?: BillingModel;
    readonly creditLimit?: bigint;
    readonly userLimit?: bigint;
    readonly keyLimit?: bigint;
  } = {},
): Promise<TestSpender> {
  const mandateId = newId('mnd');
  const userId = newId('usr');
  const apiKeyId = newId('key');
  const billingModel = facts.model ?? 'prepaid_mandate';
  await openBilling(db, { mandateId, billingModel, creditLimit: facts.creditLimit ?? 0n });
  const owner = billingModel === 'prepaid_user' ? userId : undefined;
  if (owner) await openWallet(db, mandateId, owner, 0n);
  const walletId = must(await findWallet(db, mandateId, owner), 'wallet');
  if (facts.balance)
    await topUp(db, { mandateId, userId: owner, amount: facts.balance, idempotencyKey: 'opening' });
  const limits: AppliedLimit[] = [];
  for (const [scope, subjectId, monthly, source] of [
    ['user', userId, facts.userLimit, 'user_limit'],
    ['key', apiKeyId, facts.keyLimit, 'key_limit'],
  ] as const) {
    if (monthly === undefined) continue;
    await setMonthlyLimit(db, { mandateId, scope, subjectId, monthly });
    const row = await db
      .withTables<{ billing_limit: { mandate_id: string; id: string; scope: string } }>()
      .selectFrom('billing_limit')
      .select('id')
      .where('mandate_id', '=', uuidOf(mandateId))
      .where('scope', '=', scope)
      .executeTakeFirstOrThrow();
    limits.push({ limitId: idOf('lim', row.id), source });
  }
  return { mandateId, walletId, userId, apiKeyId, limits };
}

const PRICE = newId('prc');
const RATE = newId('fxr');

/** A request to hold `wanted` (at least `minimum`) for a call of this spender. */
export function holdRequest(
  spender: TestSpender,
  wanted: bigint,
  more: Partial<AuthorizeRequest> = {},
): AuthorizeRequest {
  return {
    mandateId: spender.mandateId,
    holdId: newId('hld'),
    walletId: spender.walletId,
    limits: spender.limits,
    minimum: wanted,
    wanted,
    requestHash: '0'.repeat(32),
    call: {
      userId: spender.userId,
      apiKeyId: spender.apiKeyId,
      feature: 'api',
      provider: 'openai',
      modelAsked: 'gpt-test',
      priceId: PRICE,
      exchangeRateId: RATE,
      markupPpm: 500_000,
      requestId: newId('req'),
    },
    ...more,
  };
}

export function charge(amount: bigint, more: Partial<Charge> = {}): Charge {
  return {
    amount,
    usageSource: 'provider',
    modelAnswered: 'gpt-test',
    priceId: PRICE,
    costUsd: '0.001',
    usage: [{ model: 'gpt-test', priceId: PRICE, quantities: { input_tokens: 7, output_tokens: 3 } }],
    inputTokens: 7,
    cachedTokens: 0,
    outputTokens: 3,
    ...more,
  };
}

/** Differences that the recount finds, without the computation of charges: these tests use amounts of their own. */
export async function differencesOf(database: TestDatabase): Promise<string[]> {
  const { pool } = database.openApp(2);
  const recount = await verifyLedger(pool, { recompute: (row) => row.amount });
  return recount.differences.map((d) => `${d.check}: ${d.id} expected ${d.expected}, found ${d.found}`);
}

export async function walletState(
  { pool }: Database,
  spender: TestSpender,
): Promise<{ posted: bigint; held: bigint }> {
  const { rows } = await pool.query<{ posted: bigint; held: bigint }>(
    'select posted, held from billing_account where mandate_id = $1 and id = $2',
    [uuidOf(spender.mandateId), uuidOf(spender.walletId)],
  );
  return must(rows[0], 'wallet');
}
