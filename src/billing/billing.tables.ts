import type { Generated } from 'kysely';
import type { Db } from '#db/database.ts';
import type { AccountKind } from './accounts/account.ts';
import type { ChargedPart, UsageSource } from './ledger/ledger.ts';
import type { BillingModel } from './settings/settings.ts';
import type { TransactionType } from './transactions/transaction-type.contract.ts';

type BillingTables = {
  billing_settings: {
    mandate_id: string;
    billing_model: BillingModel;
    credit_limit: bigint;
    markup_ppm: number | null;
    provider_markup_ppm: Generated<Record<string, number>>;
    warn_below: Generated<bigint | null>;
    warn_percent: Generated<number | null>;
    warn_days: Generated<number | null>;
    recipients: Generated<readonly string[]>;
    language: Generated<'de' | 'en' | 'fr' | 'it'>;
    report_enabled: Generated<boolean>;
    user_reports: Generated<boolean>;
    default_user_credit: Generated<bigint>;
    vat_timing: Generated<'on_consumption' | 'on_top_up'>;
    version: Generated<bigint>;
    closed_at: Generated<Date | null>;
  };
  billing_limit: { mandate_id: string; id: string; scope: LimitScope; subject_id: string; monthly: bigint };
  billing_account: {
    mandate_id: string;
    id: string;
    kind: AccountKind;
    user_id: string | null;
    limit_id: string | null;
    month: number | null;
    posted: bigint;
    held: bigint;
    floor: bigint | null;
    floor_wanted: bigint | null;
    warn_at: bigint | null;
    seq: bigint;
  };
  billing_hold: {
    mandate_id: string;
    id: string;
    wallet_id: string;
    amount: bigint;
    minimum: bigint;
    wanted: bigint;
    state: 'open' | 'captured' | 'voided' | 'expired';
    charged: bigint | null;
    usage_source: string | null;
    idempotency_key: string | null;
    user_id: string;
    provider: string;
    model_asked: string;
    price_id: string;
    created_at: Date;
    expires_at: Date;
    settled_at: Date | null;
  };
  billing_transaction: TransactionRow;
  billing_call_origin: {
    mandate_id: string;
    hold_id: string;
    at: Generated<Date>;
    conversation_id: string | null;
    message_id: string | null;
    automation_id: string | null;
    run_id: string | null;
  };
};

export type LimitScope = 'user' | 'key' | 'automation';

export type TransactionRow = {
  mandate_id: string;
  account_id: string;
  seq: bigint;
  id: string;
  counter_account_id: string;
  amount: bigint;
  balance_after: bigint;
  type: TransactionType;
  at: Date;
  corrects: string | null;
  idempotency_key: string | null;
  note: string | null;
  created_by: string | null;
  user_id: string | null;
  api_key_id: string | null;
  automation_id: string | null;
  feature: string | null;
  provider: string | null;
  model_asked: string | null;
  model_answered: string | null;
  usage: ChargedPart[] | null;
  input_tokens: bigint | null;
  cached_tokens: bigint | null;
  output_tokens: bigint | null;
  cost_usd: string | null;
  price_id: string | null;
  exchange_rate_id: string | null;
  markup_ppm: number | null;
  usage_source: UsageSource | null;
  request_id: string | null;
  remark: string | null;
};

/** The database, with billing's tables. Read only, but for the settings and what calls were made for: everything else changes by `ledger_...` functions. */
export const billing = (db: Db) => db.withTables<BillingTables>();
