import { sql } from 'kysely';
import type { Changes } from '#db/changes.ts';
import type { Db } from '#db/database.ts';
import { AppError } from '#kernel/error.ts';
import {
  type AccountId,
  type ApiKeyId,
  type AutomationId,
  idOf,
  type MandateId,
  type UserId,
  uuidOf,
} from '#kernel/id.ts';
import type { AppliedLimit } from '../ledger/ledger.ts';
import type { BillingModel } from '../settings/settings.ts';

/** What somebody spends from, under which limits and at which markup. */
export interface Spending {
  readonly billingModel: BillingModel;
  /** Undefined: a user of `prepaid_user` who has no wallet yet, so a balance of 0. */
  readonly walletId: AccountId | undefined;
  /** What a refusal by the wallet is called. */
  readonly walletSource: 'balance' | 'credit_limit';
  readonly limits: readonly AppliedLimit[];
  /** Parts per million: 50 % = 500,000. */
  markupPpm(provider: string): number;
}

/** Who spends. An actor fits. */
export interface Spender {
  readonly mandateId: MandateId;
  readonly userId: UserId;
  readonly apiKeyId?: ApiKeyId | undefined;
  /** That spends for the user. */
  readonly automationId?: AutomationId | undefined;
}

export interface SpendingBook {
  /** Throws `not_found` if the mandate has no billing, `database_unavailable`. */
  spendingOf(spender: Spender): Promise<Spending>;
  /** The same without waiting, where memory knows it. */
  spendingCached(spender: Spender): Spending | undefined;
  close(): void;
}

const TABLES = new Set(['billing_settings', 'billing_limit', 'billing_account']);
const MAX_CACHED = 50_000;

/** Kept until anything about settings, limits or wallets changes anywhere; nothing is kept while we cannot hear of changes. */
export function createSpendingBook(deps: {
  readonly db: Db;
  readonly changes: Changes;
  readonly defaultMarkupPpm: number;
}): SpendingBook {
  const cache = new Map<string, Spending>();
  let generation = 0;
  const close = deps.changes.onChange((table) => {
    if (table !== undefined && !TABLES.has(table)) return;
    generation++;
    cache.clear();
  });
  return {
    async spendingOf(spender) {
      const name = nameOf(spender);
      const known = deps.changes.connected ? cache.get(name) : undefined;
      if (known) return known;
      const asOf = generation;
      const spending = await readSpending(deps.db, spender, deps.defaultMarkupPpm);
      // What changed while the query ran may be missing in its answer: good for this call, not for later ones.
      if (deps.changes.connected && asOf === generation) {
        if (cache.size >= MAX_CACHED) cache.clear();
        cache.set(name, spending);
      }
      return spending;
    },
    spendingCached: (spender) => (deps.changes.connected ? cache.get(nameOf(spender)) : undefined),
    close,
  };
}

function nameOf(spender: Spender): string {
  return `${spender.mandateId}/${spender.userId}/${spender.apiKeyId ?? spender.automationId ?? ''}`;
}

interface Row {
  readonly billing_model: BillingModel;
  readonly markup_ppm: number | null;
  readonly provider_markup_ppm: Record<string, number>;
  readonly wallet_id: string | null;
  readonly user_limit: string | null;
  /** Its own, and that of a key which issued it; the nearest first. */
  readonly key_limits: readonly string[];
  readonly automation_limit: string | null;
}

async function readSpending(db: Db, spender: Spender, defaultMarkupPpm: number): Promise<Spending> {
  const mandate = uuidOf(spender.mandateId);
  const user = uuidOf(spender.userId);
  const key = spender.apiKeyId === undefined ? null : uuidOf(spender.apiKeyId);
  const automation = spender.automationId === undefined ? null : uuidOf(spender.automationId);
  const { rows } = await sql<Row>`
    select s.billing_model, s.markup_ppm, s.provider_markup_ppm, w.id as wallet_id, u.id as user_limit,
           array(select k.limit_id from billing_key_limits(s.mandate_id, ${key}) k order by k.depth limit 2) as key_limits,
           a.id as automation_limit
    from billing_settings s
    left join billing_account w on w.mandate_id = s.mandate_id and w.kind = 'wallet'
      and w.user_id is not distinct from case when s.billing_model = 'prepaid_user' then ${user}::uuid end
    left join billing_limit u on u.mandate_id = s.mandate_id and u.scope = 'user' and u.subject_id = ${user}
    left join billing_limit a on a.mandate_id = s.mandate_id and a.scope = 'automation' and a.subject_id = ${automation}
    where s.mandate_id = ${mandate}`.execute(db);
  const row = rows[0];
  if (!row) throw new AppError('not_found', { mandate: spender.mandateId });
  const limits: AppliedLimit[] = [];
  if (row.user_limit) limits.push({ limitId: idOf('lim', row.user_limit), source: 'user_limit' });
  for (const id of row.key_limits) limits.push({ limitId: idOf('lim', id), source: 'key_limit' });
  if (row.automation_limit)
    limits.push({ limitId: idOf('lim', row.automation_limit), source: 'automation_limit' });
  const markupPpm = row.markup_ppm ?? defaultMarkupPpm;
  return {
    billingModel: row.billing_model,
    walletId: row.wallet_id === null ? undefined : idOf('acc', row.wallet_id),
    walletSource: row.billing_model === 'postpaid' ? 'credit_limit' : 'balance',
    limits,
    markupPpm: (provider) => row.provider_markup_ppm[provider] ?? markupPpm,
  };
}
